import type { AllMember, ElemMatch, FieldRef, Test } from '../ast';
import { elementCatalogue } from '../catalogue';
import { isPlainObject } from '../check-input';
import type { IssuePath } from '../issues';
import { limits } from '../limits';
import { isOperator, type Parser } from './context';
import { kindOf, parseOperand } from './operand';

/** `$all`: values and `$elemMatch` members, each of which must be found. */
export function parseAll(parser: Parser, input: unknown, path: IssuePath, depth: number, field: FieldRef | null): Test | null {
  const { report } = parser;
  if (!Array.isArray(input)) return report.issue(path, 'invalid_type', `\`$all\` takes an array, not ${kindOf(input)}`);
  if (input.length > limits.values) return report.issue(path, 'too_many_values', `at most ${limits.values} values, not ${input.length}`);
  const members: AllMember[] = [];
  for (const [i, item] of input.entries()) {
    if (isPlainObject(item) && Object.keys(item).length === 1 && Object.hasOwn(item, '$elemMatch')) {
      const match = parseElemMatch(parser, item.$elemMatch, [...path, i, '$elemMatch'], depth, field);
      if (!match) return null;
      members.push({ kind: 'elemMatch', match });
    } else {
      const operand = parseOperand(report, item, [...path, i], field);
      if (!operand) return null;
      members.push({ kind: 'operand', operand });
    }
  }
  return { op: 'all', members };
}

/** `$elemMatch`: one element must satisfy everything. Operators test the element itself, names test its fields. */
export function parseElemMatch(parser: Parser, input: unknown, path: IssuePath, depth: number, field: FieldRef | null): ElemMatch | null {
  const { report } = parser;
  if (!isPlainObject(input)) return report.issue(path, 'invalid_type', `\`$elemMatch\` takes an object, not ${kindOf(input)}`);
  if (!report.node(path) || !report.depth(path, depth + 1)) return null;
  const [first] = Object.keys(input);
  if (first !== undefined && isOperator(first) && !['$and', '$or', '$nor'].includes(first)) {
    const tests = parser.tests(input, path, depth + 1, field?.source === 'column' ? field : null);
    return tests && { form: 'tests', tests };
  }
  const where = parser.where(input, path, depth + 1, elementCatalogue);
  return where && { form: 'where', where };
}
