import {
  type FieldKind,
  type FieldTest,
  firstOperator,
  inputOf,
  type OperatorId,
  operatorsFor,
  type Scalar,
  type TestValue,
} from './operators';

/** Another operator: the value stays as far as the new one can use it. */
export function withOperator(test: FieldTest, operator: OperatorId): FieldTest {
  const from = inputOf(test.operator);
  const to = inputOf(operator);
  if (from === to) return { operator, value: test.value };
  return { operator, value: convert(test.value, from, to) };
}

function convert(value: TestValue, from: string, to: string): TestValue {
  if (from === 'value' && to === 'list') return value === undefined || value === '' ? [] : [value as Scalar];
  if (from === 'list' && to === 'value') return (value as Scalar[] | undefined)?.[0];
  if (from === 'value' && to === 'range') return [value as Scalar | undefined, undefined];
  if (from === 'range' && to === 'value') return (value as [Scalar | undefined])?.[0];
  if (from === 'value' && to === 'pattern' && typeof value === 'string') return { pattern: value, ignoreCase: true };
  if (to === 'span') return { n: 30, unit: 'days' };
  if (to === 'list') return [];
  return undefined;
}

/** Another field: the operator stays where the new field offers it, the value where it is of the same kind. */
export function forField(test: FieldTest | null, from: FieldKind, to: FieldKind): FieldTest {
  if (test && from === to) return { operator: test.operator, value: inputOf(test.operator) === 'span' ? test.value : undefined };
  const operator = test && operatorsFor(to).includes(test.operator) ? test.operator : firstOperator(to);
  return { operator, value: inputOf(operator) === 'span' ? { n: 30, unit: 'days' } : undefined };
}
