import { and, eq, type SQL, sql } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { channels } from '@/contracts/limits';
import type { Explanation, Filter as FilterInput } from '@/contracts/segment';
import type { Filter } from '@/filter/ast';
import { describeWhere } from '@/filter/describe';
import { audienceWhere, compileEnv, filterWhere } from '@/server/audiences/audience-query';
import { findAudience } from '@/server/audiences/find-audience';
import { readFilter } from '@/server/audiences/read-filter';
import { toContact } from '@/server/contacts/to-contact';
import type { Ctx } from '@/server/context';
import { contacts, suppressions } from '@/server/db/schema/contacts';
import { filterClauses, seenIn } from './filter-clauses';

/**
 * Why a contact is in an audience, or why not: every clause of its filter with true or false and the value seen, then every gate of a
 * send. The clauses are evaluated by the SQL that selects the recipients.
 */
export async function explainMember(ctx: Ctx, input: { id: string; contactId: string }): Promise<Explanation> {
  const audience = await findAudience(ctx, input.id);
  const [contact] = await ctx.db
    .select()
    .from(contacts)
    .where(and(eq(contacts.orgId, ctx.orgId), eq(contacts.id, input.contactId)));
  if (!contact) throw notFound('contact');

  const filter = audience.filter ? readFilter(audience.filter as FilterInput).filter : null;
  const clauses = filter ? await clausesOf(ctx, filter) : [];
  const tests = [await audienceWhere(ctx, audience), ...clauses.map((clause) => clause.where)];
  const results = sql.join(
    tests.map((test) => sql`(${test}) is true`),
    sql`, `,
  );
  const [row] = await ctx.db.execute<{ results: boolean[] }>(
    sql`select jsonb_build_array(${results}) as results from contacts c where c.org_id = ${ctx.orgId} and c.id = ${contact.id}::uuid`,
  );
  const [member = false, ...matched] = row?.results ?? [];
  return {
    audience_id: encodeId('audience', audience.id),
    contact_id: encodeId('contact', contact.id),
    member,
    clauses: clauses.map(({ where: _, field, ...clause }, i) => ({
      ...clause,
      matched: matched[i] === true,
      ...(field ? { seen: seenIn(field, toContact(contact)) } : {}),
    })),
    gates: await gatesOf(ctx, contact, member, audience.name),
  };
}

type Clause = Omit<ReturnType<typeof filterClauses>[number], 'where'> & { where: SQL };

async function clausesOf(ctx: Ctx, filter: Filter): Promise<Clause[]> {
  if (filter.datatype === 'contact') return filterClauses(filter.where, await compileEnv(ctx, filter));
  const text = `has a ${filter.datatype} where ${describeWhere(filter.where)}`;
  return [{ path: ['filter', 'where'], text, depth: 0, where: await filterWhere(ctx, filter) }];
}

async function gatesOf(ctx: Ctx, contact: typeof contacts.$inferSelect, member: boolean, audience: string): Promise<Explanation['gates']> {
  const gates: Explanation['gates'] = [];
  for (const channel of channels) {
    const address = channel === 'email' ? contact.email : contact.phone;
    const [suppressed] = address
      ? await ctx.db
          .select({ reason: suppressions.reason, at: suppressions.createdAt })
          .from(suppressions)
          .where(and(eq(suppressions.orgId, ctx.orgId), eq(suppressions.channel, channel), eq(suppressions.address, address)))
      : [];
    gates.push(
      { channel, gate: 'member', passed: member, detail: member ? `in ${audience}` : `not in ${audience}` },
      { channel, gate: 'has_address', passed: address !== null, detail: address ?? (channel === 'email' ? 'no email' : 'no phone') },
      {
        channel,
        gate: 'not_suppressed',
        passed: address !== null && !suppressed,
        detail: suppressed ? `${suppressed.reason} on ${suppressed.at.toISOString().slice(0, 10)}` : 'not on the suppression list',
      },
    );
  }
  return gates;
}
