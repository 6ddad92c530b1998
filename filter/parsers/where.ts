import type { Logical, Member, Where } from '../ast';
import { type Catalogue, resolveField } from '../catalogue';
import { isPlainObject } from '../check-input';
import type { IssuePath } from '../issues';
import { closest } from '../suggest';
import { parseDid, parseInAudience } from './clauses';
import { isOperator, type Parser } from './context';
import { kindOf } from './operand';
import { parseField, shorten } from './tests';

/** One object of conditions. Every problem in it is reported, up to the limit, not only the first. */
export function parseWhereObject(parser: Parser, input: unknown, path: IssuePath, depth: number, catalogue: Catalogue): Where | null {
  const { report } = parser;
  if (!isPlainObject(input)) return report.issue(path, 'invalid_type', `conditions are an object, not ${kindOf(input)}`);
  if (!report.depth(path, depth)) return null;
  const members: Member[] = [];
  let failed = false;
  for (const key of Object.keys(input)) {
    if (!report.node([...path, key])) return null;
    const member = parseMember(parser, key, input[key], [...path, key], depth, catalogue);
    if (member) members.push(member);
    else failed = true;
  }
  return failed ? null : { members };
}

function parseMember(parser: Parser, key: string, input: unknown, path: IssuePath, depth: number, catalogue: Catalogue): Member | null {
  if (key === '$and' || key === '$or' || key === '$nor') return parseLogical(parser, key.slice(1) as 'and', input, path, depth, catalogue);
  if (key === '$did' || key === '$inAudience') {
    if (!catalogue.behaviour) return parser.report.issue(path, 'unknown_operator', `\`${key}\` is about contacts and cannot stand here`);
    return key === '$did' ? parseDid(parser, input, path, depth) : parseInAudience(parser.report, input, path);
  }
  if (isOperator(key)) return unknownClause(parser, key, path);
  const resolved = resolveField(catalogue, key);
  if ('problem' in resolved) return parser.report.issue(path, 'unknown_field', resolved.problem);
  const right = parseField(parser, input, path, depth, resolved.field);
  return right && { kind: 'field', field: resolved.field, ...right };
}

function parseLogical(
  parser: Parser,
  kind: Logical['kind'],
  input: unknown,
  path: IssuePath,
  depth: number,
  catalogue: Catalogue,
): Logical | null {
  if (!Array.isArray(input))
    return parser.report.issue(path, 'invalid_type', `\`$${kind}\` takes an array of conditions, not ${kindOf(input)}`);
  if (input.length === 0) return parser.report.issue(path, 'invalid_value', `\`$${kind}\` cannot be empty`);
  const arms: Where[] = [];
  let failed = false;
  for (const [i, arm] of input.entries()) {
    if (!parser.report.node([...path, i])) return null;
    const where = parser.where(arm, [...path, i], depth + 1, catalogue);
    if (where) arms.push(where);
    else failed = true;
  }
  return failed ? null : { kind, arms };
}

function unknownClause(parser: Parser, key: string, path: IssuePath): null {
  if (key === '$not') return parser.report.issue(path, 'unknown_operator', '`$not` stands under a field; for whole conditions use `$nor`');
  const near = closest(key, ['$and', '$or', '$nor', '$did', '$inAudience']);
  return parser.report.issue(path, 'unknown_operator', `unknown operator \`${shorten(key)}\`${near ? `; did you mean \`${near}\`?` : ''}`);
}
