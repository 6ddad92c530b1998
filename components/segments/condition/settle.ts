import type { Json } from '@/filter/ast';
import type { Catalogue } from '@/filter/catalogue';
import { parseWhere } from '@/filter/parse';
import type { Condition, Draft } from '../model/tree';
import type { FieldTest } from './operators';
import { writeTest } from './write';

/** What is wrong with one condition by itself, in the parser's words. */
export function problemOf(key: string, value: Json, catalogue: Catalogue): string | undefined {
  const result = parseWhere(Object.fromEntries([[key, value]]), catalogue);
  return result.ok ? undefined : result.issues[0]?.message;
}

/** A condition after an edit: it counts once it is complete and the parser accepts it; until then it keeps what counted before. */
export function settle(condition: Condition, draft: Draft, catalogue: Catalogue): Condition {
  const { key, value } = draft;
  if (key === '' || value === undefined) return { ...condition, draft };
  const problem = problemOf(key, value, catalogue);
  if (problem !== undefined) return { ...condition, draft: { ...draft, problem } };
  return { kind: 'condition', id: condition.id, key, value };
}

export function settleTest(condition: Condition, key: string, test: FieldTest, catalogue: Catalogue): Condition {
  return settle(condition, { key, test, value: writeTest(test, key === condition.key ? condition.value : undefined) }, catalogue);
}
