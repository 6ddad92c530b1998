import type { CompareOp, FieldRef, Operand, Test } from '../ast';
import type { IssuePath } from '../issues';
import { limits } from '../limits';
import type { Report } from './context';
import { kindOf, parseOperand } from './operand';

/** `$eq $ne $gt $gte $lt $lte`. The ranges take what has an order people expect: numbers, text, booleans, dates, null. */
export function parseCompare(report: Report, op: CompareOp, input: unknown, path: IssuePath, field: FieldRef | null): Test | null {
  const operand = parseOperand(report, input, path, field);
  if (!operand) return null;
  const range = op !== 'eq' && op !== 'ne';
  if (range && operand.kind === 'value' && typeof operand.value === 'object' && operand.value !== null) {
    return report.issue(path, 'invalid_value', `\`$${op}\` compares with a number, a text, a boolean, a date or null`);
  }
  if (range && field?.source === 'column' && field.type === 'id') {
    return report.issue(path, 'invalid_value', `\`${field.name}\` has no order: use $eq, $ne, $in or $nin`);
  }
  return { op, operand };
}

/** `$in` and `$nin`: an array of values, which may be empty. */
export function parseMembership(report: Report, op: 'in' | 'nin', input: unknown, path: IssuePath, field: FieldRef | null): Test | null {
  if (!Array.isArray(input)) return report.issue(path, 'invalid_type', `\`$${op}\` takes an array, not ${kindOf(input)}`);
  const operands = parseOperands(report, input, path, field);
  return operands && { op, operands };
}

function parseOperands(report: Report, input: unknown[], path: IssuePath, field: FieldRef | null): Operand[] | null {
  if (input.length > limits.values) return report.issue(path, 'too_many_values', `at most ${limits.values} values, not ${input.length}`);
  const operands: Operand[] = [];
  for (const [i, value] of input.entries()) {
    const operand = parseOperand(report, value, [...path, i], field);
    if (!operand) return null;
    operands.push(operand);
  }
  return operands;
}
