import { invalid } from '@/contracts/errors';
import type { SizeHistory } from '@/contracts/membership';
import { findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';
import { sizesOf } from './sizes';

const dayMs = 86_400_000;

/** The size of an audience at the end of each day (UTC), and who came and went on it by kind of cause. Size null while nobody followed. */
export async function sizeHistory(ctx: Ctx, input: { id: string; from?: string; to?: string }): Promise<SizeHistory> {
  await findAudience(ctx, input.id);
  const today = ctx.now.toISOString().slice(0, 10);
  const to = input.to && input.to < today ? input.to : today;
  const from = input.from ?? dayOf(Date.parse(to) - 29 * dayMs);
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
  if (days < 1 || days > 366) throw invalid(['from'], 'invalid_range', 'from one day to 366, the first before the last');
  const starts = Array.from({ length: days }, (_, i) => dayOf(Date.parse(from) + i * dayMs));
  const sizes = await sizesOf(ctx, input.id, { from, to }, starts);
  return { data: sizes.map(({ start, ...rest }) => ({ day: start, ...rest })) };
}

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
