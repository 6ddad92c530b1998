import type { FieldTests, Filter, Member, Test } from '@/filter/ast';
import { isNumberRange } from '@/server/filter/json-index';
import { type IndexField, indexField } from './index-field';

/** A clause that every match must fulfil and that an index on its field could answer. */
export type Candidate = { field: IndexField; member: FieldTests };

/**
 * The clauses of a filter that an index could answer: comparisons that all matches fulfil (not below `$or`, `$nor`, `$not`), ranges of
 * dates and numbers, and equality on columns. Equality on metadata has its index.
 */
export function candidates(filter: Filter): Candidate[] {
  return filter.datatype === 'contact' ? filter.where.members.flatMap(ofMember) : [];
}

function ofMember(member: Member): Candidate[] {
  if (member.kind === 'and') return member.arms.flatMap((arm) => arm.members.flatMap(ofMember));
  if (member.kind !== 'field') return [];
  const field = indexField(member.field.name);
  if ('refused' in field) return [];
  const helps = field.key === null ? member.tests.some(isComparison) : member.tests.some(isNumberRange);
  return helps ? [{ field, member }] : [];
}

const isComparison = (test: Test) => ['eq', 'in', 'gt', 'gte', 'lt', 'lte'].includes(test.op);
