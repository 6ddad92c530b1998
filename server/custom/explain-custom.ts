import { and, eq, sql } from 'drizzle-orm';
import type { CustomExplanation, MatchKind } from '@/contracts/custom';
import { notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audienceWhere } from '@/server/audiences/audience-query';
import type { Ctx } from '@/server/context';
import { audiences, contacts } from '@/server/db/schema/contacts';
import { explainMember } from '@/server/segments/explain-member';
import { type CustomRow, findCustom } from './find-custom';
import { nameKey, sha256 } from './hash-keys';
import { wordsOf } from './lookalike/build-lookalike';
import { read } from './lookalike/people';
import { percent, sayReason } from './lookalike/words';
import { storedOf } from './stored';

type Body = Omit<CustomExplanation, 'audience_id' | 'contact_id' | 'type'>;

/**
 * Why somebody is in a custom audience, or not: what a lookalike's model sees in them now, which uploaded keys are theirs, or what they did
 * on the site.
 * @throws AppError 404
 */
export async function explainCustom(ctx: Ctx, input: { id: string; contactId: string }): Promise<CustomExplanation> {
  const row = await findCustom(ctx, input.id);
  const isMember = await audienceWhere(ctx, row);
  const [contact] = await ctx.db.execute<{ member: boolean }>(
    sql`select (${isMember}) is true as member from contacts c where c.org_id = ${ctx.orgId} and c.id = ${input.contactId}::uuid`,
  );
  if (!contact) throw notFound('contact');
  const explain = { file_upload: byKeys, customer_match: byKeys, lookalike: byModel, pixel: byFilter }[row.customType];
  return {
    audience_id: encodeId('audience', row.id),
    contact_id: encodeId('contact', input.contactId),
    type: row.customType,
    ...(await explain(ctx, row, input.contactId, contact.member)),
  };
}

const strongest = 12;

async function byModel(ctx: Ctx, row: CustomRow, contactId: string, member: boolean): Promise<Body> {
  const { model, lookalike } = storedOf(row);
  const [person] = await read(ctx, sql`c.id = ${contactId}::uuid`);
  if (!model || !lookalike || !person) return { member, summary: 'The model has not been built yet.', ...noScore, reasons: [] };
  const words = wordsOf(model, lookalike.ignore);
  const tokens = words.tokens(person);
  const weightOf = (token: number) => model.weights[token] ?? 0;
  const score = Math.round(tokens.reduce((sum, token) => sum + weightOf(token), 0) * 1e4) / 1e4;
  const reasons = tokens
    .filter((token) => weightOf(token) !== 0)
    .sort((a, b) => Math.abs(weightOf(b)) - Math.abs(weightOf(a)))
    .slice(0, strongest)
    .map((token) => ({
      text: sayReason(
        words.spell[token] as { field: string; value: string },
        weightOf(token),
        model.seedShare[token] ?? 0,
        model.othersShare[token] ?? 0,
      ),
      speaks: weightOf(token) > 0 ? ('for' as const) : ('against' as const),
      weight: weightOf(token),
    }));
  const above = model.percentiles.filter((s) => s < score).length / 101;
  const summary = (await inSeed(ctx, lookalike.seed_audience_id, contactId))
    ? 'Part of the seed, which is left out: a lookalike holds others.'
    : member
      ? `More like the seed than ${percent(above)} of the others.`
      : score >= model.cut
        ? 'Alike enough now, but not when the audience was last refreshed, or equal to others who were taken.'
        : `More like the seed than ${percent(above)} of the others: not enough for this size.`;
  return { member, summary, score, cut: model.cut, above, reasons };
}

const noScore = { score: null, cut: null, above: null };

async function inSeed(ctx: Ctx, seed: string, contactId: string): Promise<boolean> {
  const [audience] = await ctx.db
    .select()
    .from(audiences)
    .where(and(eq(audiences.orgId, ctx.orgId), eq(audiences.id, seed)));
  if (!audience) return false; // deleted since: the members of then stay
  const where = await audienceWhere(ctx, audience);
  const [row] = await ctx.db.execute<{ yes: boolean }>(
    sql`select (${where}) is true as yes from contacts c where c.org_id = ${ctx.orgId} and c.id = ${contactId}::uuid`,
  );
  return row?.yes ?? false;
}

const label: Record<MatchKind, string> = { email: 'email', phone: 'phone', name_country: 'name and country', external_id: 'external id' };

async function byKeys(ctx: Ctx, row: CustomRow, contactId: string, member: boolean): Promise<Body> {
  const [contact] = await ctx.db
    .select()
    .from(contacts)
    .where(and(eq(contacts.orgId, ctx.orgId), eq(contacts.id, contactId)));
  if (!contact) throw notFound('contact');
  const { external_id } = storedOf(row);
  const own: [MatchKind, string | null][] = [
    ['email', contact.email],
    ['phone', contact.phone],
    ['phone', contact.phone?.slice(1) ?? null],
    ['external_id', external_id ? textAt(contact.metadata, external_id.split('.').slice(1)) : null],
    ['name_country', contact.name && contact.country ? nameKey(contact.name, contact.country) : null],
  ];
  const hashes = own.flatMap(([kind, text]) => (text === null ? [] : [{ kind, h: sha256(text) }]));
  const found = await ctx.db.execute<{ kind: MatchKind }>(sql`
    select distinct t.kind from jsonb_to_recordset(${JSON.stringify(hashes)}::jsonb) as t(kind text, h text)
      join audience_keys k on k.audience_id = ${row.id}::uuid and k.hash = decode(t.h, 'hex')
       and (k.kind = t.kind or (k.kind in ('email', 'phone') and t.kind in ('email', 'phone')))
     order by 1`);
  const kinds = found.map((f) => f.kind);
  const reasons = kinds.map((kind) => ({ text: `The ${label[kind]} was uploaded`, speaks: 'for' as const, weight: null }));
  const summary = member
    ? `Matched by ${kinds.map((kind) => label[kind]).join(' and ') || 'a key that has changed since'}.`
    : kinds.length
      ? 'Uploaded, but not matched yet (refresh the audience), or by a name that others have too.'
      : 'Nothing that was uploaded is this contact’s.';
  return { member, summary, ...noScore, reasons };
}

function textAt(metadata: unknown, path: string[]): string | null {
  let value = metadata;
  for (const part of path) value = value && typeof value === 'object' ? (value as Record<string, unknown>)[part] : undefined;
  return value === undefined || value === null ? null : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

async function byFilter(ctx: Ctx, row: CustomRow, contactId: string, member: boolean): Promise<Body> {
  const { clauses } = await explainMember(ctx, { id: row.id, contactId });
  const reasons = clauses.map((clause) => ({
    text: clause.text,
    speaks: clause.matched ? ('for' as const) : ('against' as const),
    weight: null,
  }));
  return {
    member,
    summary: member ? 'Did it, and recently enough.' : 'Did not do it, not often enough, or too long ago.',
    ...noScore,
    reasons,
  };
}
