import { sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import { onContactEvents } from '@/server/automations/on-contact-events';
import type { Ctx, TxCtx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { attributeConversions } from './attribute-conversions';
import type { CheckedEvent } from './check-event';

/** What became of one event. `contactId` null: nobody has the id or address, and nothing was written. */
export type StoredEvent = { contactId: string | null; recorded: boolean };
type Stored = { events: StoredEvent[]; contactsCreated: number };

/**
 * Writes events in one transaction, with the contacts that are to be created for them, and tells automations and goals of those that are
 * new. An `id` that was there already, or stands twice, is written once. Answers in the order given.
 */
export async function storeEvents(ctx: Ctx, events: readonly CheckedEvent[]): Promise<Stored> {
  if (!events.length) return { events: [], contactsCreated: 0 };
  // 23503: a contact was deleted after the look
  return transact(
    ctx.db,
    async (db) => {
      const tx = { ...ctx, db };
      const contactsCreated = await createMissing(tx, events);
      const found = await findContacts(tx, events);
      const rows = events.flatMap((event, i) => {
        const contactId = found.get(i);
        return contactId ? [{ ...event, contactId }] : [];
      });
      const written = await insertEvents(tx, rows);
      const fresh = rows.filter((row) => written.has(row.id));
      if (fresh.length) {
        await onContactEvents(
          tx,
          fresh.map(({ id, contactId, name, properties, occurredAt }) => ({ id, contactId, name, properties, occurredAt })),
        );
        await attributeConversions(tx, fresh);
      }
      return {
        contactsCreated,
        events: events.map((event, i) => ({ contactId: found.get(i) ?? null, recorded: written.has(event.id) })),
      };
    },
    ['23503'],
  );
}

/** Contacts for the addresses that nobody has, of events that ask for it. */
async function createMissing(tx: TxCtx, events: readonly CheckedEvent[]): Promise<number> {
  const wanted = events.filter((e) => e.createContact && !e.contactId).map(({ email, phone }) => ({ email, phone }));
  if (!wanted.length) return 0;
  const created = await tx.db.execute<{ id: string }>(sql`
    insert into contacts (org_id, email, phone)
    select distinct ${tx.orgId}::uuid, g.email, g.phone
    from jsonb_to_recordset(${JSON.stringify(wanted)}::text::jsonb) g(email text, phone text)
    where not exists (select from contacts c where c.org_id = ${tx.orgId}::uuid and c.email = g.email)
      and not exists (select from contacts c where c.org_id = ${tx.orgId}::uuid and c.phone = g.phone)
    order by 2, 3
    on conflict do nothing
    returning id`);
  const [first] = created;
  if (created.length === 1 && first) await audit(tx.db, tx, 'contact.created', encodeId('contact', first.id), { by: 'event' });
  else if (first)
    await audit(tx.db, tx, 'contact.batch_upserted', encodeId('organization', tx.orgId), { created: created.length, by: 'event' });
  return created.length;
}

/** Contact by place in the list. Lookups, one by one: a join could choose to read the whole table. */
async function findContacts(tx: TxCtx, events: readonly CheckedEvent[]): Promise<Map<number, string>> {
  const given = events.map(({ contactId, email, phone }, n) => ({ n, id: contactId, email, phone }));
  const rows = await tx.db.execute<{ n: number; id: string }>(sql`
    select g.n, coalesce(i.id, e.id, p.id) as id
    from jsonb_to_recordset(${JSON.stringify(given)}::text::jsonb) g(n int, id uuid, email text, phone text)
    left join lateral (select c.id from contacts c where c.org_id = ${tx.orgId}::uuid and c.id = g.id limit 1) i on true
    left join lateral (select c.id from contacts c where c.org_id = ${tx.orgId}::uuid and c.email = g.email limit 1) e on true
    left join lateral (select c.id from contacts c where c.org_id = ${tx.orgId}::uuid and c.phone = g.phone limit 1) p on true
    where coalesce(i.id, e.id, p.id) is not null`);
  return new Map(rows.map((row) => [row.n, row.id]));
}

/** The ids of those that were not there. In the order of the unique index, so that two batches with the same events do not lock crosswise. */
async function insertEvents(tx: TxCtx, rows: readonly (CheckedEvent & { contactId: string })[]): Promise<Set<string>> {
  if (!rows.length) return new Set();
  const given = rows.map((r) => ({
    id: r.id,
    contact_id: r.contactId,
    name: r.name,
    properties: r.properties,
    at: r.occurredAt.toISOString(),
    dedupe_id: r.dedupeId,
  }));
  const written = await tx.db.execute<{ id: string }>(sql`
    insert into contact_events (id, org_id, contact_id, name, properties, occurred_at, dedupe_id)
    select g.id, ${tx.orgId}::uuid, g.contact_id, g.name, g.properties, g.at, g.dedupe_id
    from jsonb_to_recordset(${JSON.stringify(given)}::text::jsonb)
      g(id uuid, contact_id uuid, name text, properties jsonb, at timestamptz, dedupe_id text)
    order by g.dedupe_id, g.id
    on conflict (org_id, dedupe_id) do nothing
    returning id`);
  return new Set(written.map((row) => row.id));
}
