import { expect, test } from 'vitest';
import * as z from 'zod';
import { issuesOf } from '@/contracts/issues';

const schema = z.strictObject({ name: z.string().min(1), size: z.strictObject({ percent: z.number() }) });
const told = (value: unknown) => {
  const parsed = schema.safeParse(value);
  return parsed.success ? [] : issuesOf(parsed.error).map(({ path, code, message }) => `${path.join('.')} ${code}: ${message}`);
};

test('what is missing, empty or strange is said in words, at its place', () => {
  expect(told({ name: 'x', size: { percent: 5 } })).toEqual([]);
  expect(told({ name: '', size: {}, strange: 1 })).toEqual([
    'name too_small: must not be empty',
    'size.percent required: is missing',
    'strange unknown_field: unknown field `strange`',
  ]);
  expect(told(undefined)).toEqual([' required: nothing was given']);
});

test('a choice that was not given is missing; another one is told the options', () => {
  const choice = z.strictObject({ change: z.enum(['enter', 'leave']), kind: z.literal('x'), size: z.enum(['s', 'm']).optional() });
  const of = (value: unknown) =>
    issuesOf(choice.safeParse(value).error ?? { issues: [] }).map(({ path, code, message }) => `${path.join('.')} ${code}: ${message}`);
  expect(of({ change: 'leave', kind: 'x' })).toEqual([]);
  expect(of({})).toEqual(['change required: is missing', 'kind required: is missing']);
  expect(of({ change: 'gone', kind: 'x' })).toEqual(['change invalid_value: Invalid option: expected one of "enter"|"leave"']);
});
