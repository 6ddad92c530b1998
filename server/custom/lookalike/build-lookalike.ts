import { sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import { audienceWhere } from '@/server/audiences/audience-query';
import { findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';
import type { Stored } from '../stored';
import { countTokens } from './counts';
import { learn, type Model, refuseSizes } from './model';
import { everybody, idsOf, read } from './people';
import { tokeniser } from './tokens';
import { vocabularyOf } from './vocabulary';

type Scope = Pick<Ctx, 'db' | 'orgId' | 'now'>;

/** Of the seed and of everybody: what the vocabulary is made from. */
const sampled = { seed: 5_000, everybody: 20_000 };

/**
 * Learns what a seed has in common and finds the others who are most like it. Everybody is read once, in pages; what is kept of a person
 * is about 100 bytes. Nothing is written.
 * @throws AppError 404 when the seed is gone; 422 when it is too small or too mixed, with the reason
 */
export async function buildLookalike(
  ctx: Scope,
  { seed_audience_id, size, ignore }: NonNullable<Stored['lookalike']>,
): Promise<{ model: Model; people: string[] }> {
  const started = performance.now();
  const seedIds = await idsOf(ctx, await audienceWhere(ctx, await findAudience(ctx, seed_audience_id)));
  const [all] = await ctx.db.execute<{ n: number }>(sql`select count(*)::int as n from contacts c where c.org_id = ${ctx.orgId}`);
  const n = all?.n ?? 0;
  refuseSizes(seedIds.length, n - seedIds.length);
  const share = Math.ceil((1024 * sampled.everybody) / Math.max(n, 1));
  const sample = await read(ctx, sql`c.bucket < ${share}::int order by c.id`);
  const known = new Set(sample.map((person) => person.id));
  const step = Math.ceil(seedIds.length / sampled.seed);
  const more = seedIds.filter((id, i) => i % step === 0 && !known.has(id));
  sample.push(
    ...(await read(ctx, sql`c.id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(more)}::jsonb)) order by c.id`)),
  );
  const now = ctx.now.getTime();
  const vocabulary = vocabularyOf(sample, ignore);
  const words = tokeniser(vocabulary, now, ignore);
  const counted = await countTokens(everybody(ctx), new Set(seedIds), words);
  const { people, ...learned } = learn(counted, words, size);
  return { people, model: { ...learned, vocabulary, now, milliseconds: Math.round(performance.now() - started) } };
}

/** The tokeniser that a kept model was made with. */
export const wordsOf = (model: Model, ignore: readonly string[]) => tokeniser(model.vocabulary, model.now, ignore);

/** Makes exactly these contacts the members: those who were deleted meanwhile are left out. */
export async function setMembers(ctx: Scope, audienceId: string, people: string[]): Promise<number> {
  const [row] = await ctx.db.execute<{ n: number }>(sql`
    with now_in as materialized (
           select c.id from contacts c join jsonb_array_elements_text(${JSON.stringify(people)}::jsonb) t(id) on c.id = t.id::uuid
            where c.org_id = ${ctx.orgId}),
         gone as (delete from audience_members am where am.audience_id = ${audienceId}::uuid
                    and am.contact_id in (select contact_id from audience_members where audience_id = ${audienceId}::uuid except select id from now_in)),
         come as (insert into audience_members (org_id, audience_id, contact_id)
                  select ${ctx.orgId}::uuid, ${audienceId}::uuid, id from now_in on conflict do nothing)
    select count(*)::int as n from now_in`);
  return row?.n ?? 0;
}

export const seedId = (stored: NonNullable<Stored['lookalike']>) => encodeId('audience', stored.seed_audience_id);
