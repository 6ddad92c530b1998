import type { FieldRef, Test } from '../ast';
import { isPlainObject } from '../check-input';
import type { IssuePath } from '../issues';
import { closest } from '../suggest';
import { parseAll, parseElemMatch } from './array';
import { parseCompare, parseMembership } from './compare';
import { hasOperators, isOperator, type Parser } from './context';
import { parseExists, parseMod, parseSize, parseType } from './element';
import { kindOf, parseOperand } from './operand';
import { parseRegexTest } from './regex';

/** What stands to the right of a field: a value (`bare`), or an object of operators. */
export function parseField(
  parser: Parser,
  input: unknown,
  path: IssuePath,
  depth: number,
  field: FieldRef,
): { bare: boolean; tests: Test[] } | null {
  if (isPlainObject(input) && hasOperators(input) && !Object.hasOwn(input, '$now')) {
    const tests = parseTests(parser, input, path, depth, field);
    return tests && { bare: false, tests };
  }
  const operand = parseOperand(parser.report, input, path, field);
  return operand && { bare: true, tests: [{ op: 'eq', operand }] };
}

/** Every operator of one object; one that fails does not hide the others. */
export function parseTests(
  parser: Parser,
  input: Record<string, unknown>,
  path: IssuePath,
  depth: number,
  field: FieldRef | null,
): Test[] | null {
  const tests: Test[] = [];
  let failed = false;
  for (const key of Object.keys(input)) {
    if (!parser.report.node([...path, key])) return null;
    if (key === '$options' && Object.hasOwn(input, '$regex')) continue;
    const test = parseTest(parser, key, input, path, depth, field);
    if (test) tests.push(test);
    else failed = true;
  }
  return failed ? null : tests;
}

function parseTest(
  parser: Parser,
  key: string,
  object: Record<string, unknown>,
  parent: IssuePath,
  depth: number,
  field: FieldRef | null,
): Test | null {
  const { report } = parser;
  const path = [...parent, key];
  const input = object[key];
  switch (key) {
    case '$eq':
    case '$ne':
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return parseCompare(report, key.slice(1) as 'eq', input, path, field);
    case '$in':
    case '$nin':
      return parseMembership(report, key.slice(1) as 'in', input, path, field);
    case '$not':
      return parseNot(parser, input, path, depth, field);
    case '$exists':
      return parseExists(report, input, path);
    case '$type':
      return parseType(report, input, path);
    case '$size':
      return parseSize(report, input, path);
    case '$mod':
      return parseMod(report, input, path);
    case '$all':
      return parseAll(parser, input, path, depth, field);
    case '$elemMatch': {
      const match = parseElemMatch(parser, input, path, depth, field);
      return match && { op: 'elemMatch', match };
    }
    case '$regex':
      if (field?.source === 'column' && field.type === 'id') return report.issue(path, 'invalid_value', `\`${field.name}\` is not a text`);
      return parseRegexTest(report, object, parent);
    case '$options':
      return report.issue(path, 'invalid_value', '`$options` needs a `$regex` beside it');
    default:
      return unknownOperator(parser, key, path);
  }
}

function parseNot(parser: Parser, input: unknown, path: IssuePath, depth: number, field: FieldRef | null): Test | null {
  const { report } = parser;
  if (!isPlainObject(input))
    return report.issue(path, 'invalid_type', `\`$not\` takes an object of operators, not ${kindOf(input)}; for a value use $ne`);
  if (Object.keys(input).length === 0) return report.issue(path, 'invalid_value', '`$not` cannot be empty');
  if (!report.depth(path, depth + 1)) return null;
  const tests = parseTests(parser, input, path, depth + 1, field);
  return tests && { op: 'not', tests };
}

const testOperators = '$eq $ne $gt $gte $lt $lte $in $nin $not $exists $type $all $elemMatch $size $mod $regex $options'.split(' ');
const clauseOperators = ['$and', '$or', '$nor', '$did', '$inAudience'];

function unknownOperator(parser: Parser, key: string, path: IssuePath): null {
  if (!isOperator(key))
    return parser.report.issue(
      path,
      'unknown_key',
      `\`${shorten(key)}\` stands among operators; a value with such a key cannot be mixed with them`,
    );
  if (clauseOperators.includes(key))
    return parser.report.issue(path, 'unknown_operator', `\`${key}\` holds conditions and cannot stand under a field`);
  const near = closest(key, testOperators);
  return parser.report.issue(path, 'unknown_operator', `unknown operator \`${shorten(key)}\`${near ? `; did you mean \`${near}\`?` : ''}`);
}

export const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
