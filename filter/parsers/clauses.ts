import type { Count, Did, InAudience } from '../ast';
import { eventCatalogue } from '../catalogue';
import { isPlainObject } from '../check-input';
import type { IssuePath } from '../issues';
import type { Parser, Report } from './context';
import { kindOf, parseInstant } from './operand';

/** `{"$did": {"event": "purchase", "where": {...}, "count": {"$gte": 3}, "since": {"$now": "-P90D"}}}`. */
export function parseDid(parser: Parser, input: unknown, path: IssuePath, depth: number): Did | null {
  const { report } = parser;
  if (!isPlainObject(input)) return report.issue(path, 'invalid_type', `\`$did\` takes an object, not ${kindOf(input)}`);
  const did: Did = { kind: 'did', event: '', where: null, count: null, since: null, keys: [] };
  const before = report.issues.length;
  for (const key of Object.keys(input)) {
    const at = [...path, key];
    const value = input[key];
    if (key === 'event') did.event = parseEvent(report, value, at) ?? '';
    else if (key === 'where') did.where = parser.where(value, at, depth + 1, eventCatalogue);
    else if (key === 'count') did.count = parseCount(report, value, at);
    else if (key === 'since') did.since = parseInstant(report, value, at, 'since');
    else {
      report.issue(at, key.startsWith('$') ? 'unknown_operator' : 'unknown_key', '`$did` knows event, where, count and since');
      continue;
    }
    did.keys.push(key);
  }
  if (!Object.hasOwn(input, 'event')) report.issue(path, 'invalid_value', '`$did` needs the name of an event');
  return report.issues.length === before ? did : null;
}

function parseEvent(report: Report, input: unknown, path: IssuePath): string | null {
  if (typeof input === 'string' && input.length > 0 && input.length <= 200) return input;
  return report.issue(path, 'invalid_value', 'the name of an event is a text of 1 to 200 characters');
}

const countOps = { $eq: 'eq', $gt: 'gt', $gte: 'gte', $lt: 'lt', $lte: 'lte' } as const;

/** A number means exactly that many; an object of comparisons otherwise. 0 is allowed: it never happened. */
function parseCount(report: Report, input: unknown, path: IssuePath): Count | null {
  if (isCount(input)) return { bare: true, tests: [{ op: 'eq', n: input }] };
  if (!isPlainObject(input) || Object.keys(input).length === 0) {
    return report.issue(path, 'invalid_value', '`count` takes a number or a comparison such as {"$gte": 3}');
  }
  const tests: Count['tests'] = [];
  for (const key of Object.keys(input)) {
    const op = Object.hasOwn(countOps, key) ? countOps[key as keyof typeof countOps] : null;
    if (!op) return report.issue([...path, key], 'unknown_operator', '`count` knows $eq, $gt, $gte, $lt and $lte');
    const n = input[key];
    if (!isCount(n)) return report.issue([...path, key], 'invalid_value', 'a count is a whole number from 0 to 1,000,000');
    tests.push({ op, n });
  }
  return { bare: false, tests };
}

const isCount = (n: unknown): n is number => typeof n === 'number' && Number.isInteger(n) && n >= 0 && n <= 1_000_000;

export function parseInAudience(report: Report, input: unknown, path: IssuePath): InAudience | null {
  if (typeof input === 'string' && /^aud_[0-9a-z]{26}$/.test(input)) return { kind: 'inAudience', audience: input };
  return report.issue(path, 'invalid_value', '`$inAudience` takes the id of an audience (aud_…)');
}
