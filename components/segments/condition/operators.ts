import type { Field } from '@/contracts/segment';
import { parseDate } from '@/filter/dates';

/** What the visual view can say about one field. Everything else is shown as JSON. */
export type OperatorId =
  | 'is'
  | 'isNot'
  | 'in'
  | 'nin'
  | 'all'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'between'
  | 'from'
  | 'last'
  | 'ago'
  | 'until'
  | 'beyond'
  | 'known'
  | 'unknown'
  | 'empty'
  | 'notEmpty'
  | 'matches'
  | 'matchesNot'
  | 'size';

export type Scalar = string | number | boolean;
export type Unit = 'minutes' | 'hours' | 'days' | 'weeks' | 'months' | 'years';
export type Span = { n: number; unit: Unit };
export type Pattern = { pattern: string; ignoreCase: boolean };
export type TestValue = Scalar | Scalar[] | [Scalar | undefined, Scalar | undefined] | Span | Pattern | undefined;

/** One operator with its value, as the visual view edits them. */
export interface FieldTest {
  operator: OperatorId;
  value: TestValue;
}

/** How a field's values are asked for. `any`: its values are of several kinds, or nobody has it yet. */
export type FieldKind = 'text' | 'number' | 'boolean' | 'date' | 'list' | 'id' | 'any';

/** Metadata has no dates of its own: a text whose examples are all dates is treated as one. */
export function kindOf(field: Field): FieldKind {
  const { type, examples } = field;
  if (type === 'string' && !field.builtin && examples.length > 0 && examples.every((e) => typeof e === 'string' && parseDate(e) !== null)) {
    return 'date';
  }
  return (
    { string: 'text', number: 'number', boolean: 'boolean', date: 'date', array: 'list', id: 'id', object: 'any', mixed: 'any' } as const
  )[type];
}

const general: Record<OperatorId, string> = {
  is: 'is',
  isNot: 'is not',
  in: 'is one of',
  nin: 'is none of',
  all: 'has all of',
  gt: 'is greater than',
  gte: 'is at least',
  lt: 'is less than',
  lte: 'is at most',
  between: 'is between',
  from: 'is from … to below',
  last: 'is in the last',
  ago: 'is more than … ago',
  until: 'is no later than … from now',
  beyond: 'is more than … from now',
  known: 'is known',
  unknown: 'is unknown',
  empty: 'is empty',
  notEmpty: 'is not empty',
  matches: 'matches pattern',
  matchesNot: 'does not match pattern',
  size: 'number of entries is',
};
const forLists: Partial<Record<OperatorId, string>> = {
  is: 'contains',
  isNot: 'does not contain',
  in: 'has any of',
  nin: 'has none of',
  matches: 'has one matching pattern',
  matchesNot: 'has none matching pattern',
};
const forDates: Partial<Record<OperatorId, string>> = {
  gt: 'is after',
  gte: 'is on or after',
  lt: 'is before',
  lte: 'is on or before',
  from: 'is from … to before',
};

export const operatorLabel = (operator: OperatorId, kind: FieldKind): string =>
  (kind === 'list' ? forLists[operator] : kind === 'date' ? forDates[operator] : undefined) ?? general[operator];

const equality: OperatorId[] = ['is', 'isNot', 'in', 'nin'];
const order: OperatorId[] = ['gt', 'gte', 'lt', 'lte', 'between'];
const presence: OperatorId[] = ['known', 'unknown'];
const rolling: OperatorId[] = ['last', 'ago'];

const offered: Record<FieldKind, OperatorId[]> = {
  text: [...equality, ...presence, 'matches', 'matchesNot'],
  number: [...order.slice(0, 4), 'between', ...equality, ...presence],
  boolean: ['is', 'isNot', ...presence],
  date: [...rolling, 'gte', 'lt', 'between', 'from', 'gt', 'lte', 'until', 'beyond', ...presence],
  list: ['is', 'isNot', 'in', 'nin', 'all', 'size', ...presence, 'matches'],
  id: [...equality],
  any: [...equality, ...order, ...presence, 'matches', 'matchesNot', ...rolling, 'size'],
};

/** The operators offered for a kind; the one in use is always among them. */
export const operatorsFor = (kind: FieldKind, current?: OperatorId): OperatorId[] =>
  current && !offered[kind].includes(current) ? [...offered[kind], current] : offered[kind];

export const firstOperator = (kind: FieldKind): OperatorId => offered[kind][0] as OperatorId;

type Input = 'none' | 'value' | 'list' | 'range' | 'span' | 'pattern' | 'count';

export function inputOf(operator: OperatorId): Input {
  switch (operator) {
    case 'known':
    case 'unknown':
    case 'empty':
    case 'notEmpty':
      return 'none';
    case 'in':
    case 'nin':
    case 'all':
      return 'list';
    case 'between':
    case 'from':
      return 'range';
    case 'last':
    case 'ago':
    case 'until':
    case 'beyond':
      return 'span';
    case 'matches':
    case 'matchesNot':
      return 'pattern';
    case 'size':
      return 'count';
    default:
      return 'value';
  }
}
