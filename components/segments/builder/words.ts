import type { Json } from '@/filter/ast';
import { describeWhere } from '@/filter/describe';
import { parseWhere } from '@/filter/parse';
import type { Builder } from './context';

/** One condition in plain words; null when it cannot be read. */
export function wordsOf(key: string, value: Json, { catalogue, audience }: Pick<Builder, 'catalogue' | 'audience'>): string | null {
  const result = parseWhere(Object.fromEntries([[key, value]]), catalogue);
  return result.ok ? describeWhere(result.ast, { catalogue, audience }) : null;
}
