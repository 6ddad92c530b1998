import type { FieldRef, Json, Operand } from '../ast';
import { isPlainObject } from '../check-input';
import { parseDate, parseDuration } from '../dates';
import type { IssuePath } from '../issues';
import { hasOperators, isOperator, type Report } from './context';

/** A value to compare with. Against a date field a text must be a date; `{"$now": "-P30D"}` stands where a date may. */
export function parseOperand(report: Report, input: unknown, path: IssuePath, field: FieldRef | null): Operand | null {
  if (isPlainObject(input) && Object.hasOwn(input, '$now')) return parseNow(report, input, path, field);
  if (!checkLiteral(report, input, path)) return null;
  const value = input as Json;
  if (field?.source !== 'column') return { kind: 'value', value };
  if (field.type === 'date') return parseDateOperand(report, value, path, field.name);
  if (value !== null && typeof value !== 'string' && !(field.type === 'texts' && Array.isArray(value))) {
    report.warn(path, `\`${field.name}\` holds text: ${kindOf(value)} never equals it`);
  }
  return { kind: 'value', value };
}

/** A date or `{"$now": ...}`, wherever only a date makes sense (`since`). */
export function parseInstant(report: Report, input: unknown, path: IssuePath, name: string): Operand | null {
  if (isPlainObject(input) && Object.hasOwn(input, '$now')) return parseNow(report, input, path, null);
  const operand = checkLiteral(report, input, path) ? parseDateOperand(report, input as Json, path, name) : null;
  return operand?.kind === 'value' ? report.issue(path, 'invalid_date', `\`${name}\` takes a date`) : operand;
}

function parseDateOperand(report: Report, value: Json, path: IssuePath, name: string): Operand | null {
  if (value === null) return { kind: 'value', value };
  const ms = typeof value === 'string' ? parseDate(value) : null;
  if (typeof value === 'string' && ms !== null) return { kind: 'date', iso: value, ms };
  return report.issue(path, 'invalid_date', `\`${name}\` is a date: write "2026-03-25", "2026-03-25T09:00:00Z" or {"$now": "-P30D"}`);
}

function parseNow(report: Report, input: Record<string, unknown>, path: IssuePath, field: FieldRef | null): Operand | null {
  const extra = Object.keys(input).find((key) => key !== '$now');
  if (extra !== undefined) return report.issue([...path, extra], 'unknown_key', '`$now` stands alone in its object');
  if (field?.source === 'column' && field.type !== 'date') return report.issue(path, 'invalid_value', `\`${field.name}\` is not a date`);
  const duration = input.$now;
  if (typeof duration !== 'string' || !parseDuration(duration)) {
    return report.issue([...path, '$now'], 'invalid_date', 'an ISO 8601 duration is expected, such as "-P30D" (30 days ago) or "P1M"');
  }
  return { kind: 'now', duration };
}

/** A literal may be any JSON, but an operator inside it is a mistake, never a value. Depth is bounded by the input check. */
function checkLiteral(report: Report, value: unknown, path: IssuePath): boolean {
  if (Array.isArray(value)) return value.every((item, i) => checkLiteral(report, item, [...path, i]));
  if (!isPlainObject(value)) return true;
  if (hasOperators(value)) {
    const key = Object.keys(value).find(isOperator) as string;
    report.issue([...path, key], 'unknown_operator', `\`${key}\` cannot stand inside a value`);
    return false;
  }
  return Object.keys(value).every((key) => checkLiteral(report, value[key], [...path, key]));
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
