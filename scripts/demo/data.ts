import type postgres from 'postgres';
import { copyPeople } from '../people/copy';

/* The rows of the demo, in bulk and in SQL. Choices by md5 of the address: at random to look at, the same on each machine. */

export async function ensureContacts(sql: postgres.Sql, orgId: string, count: number): Promise<void> {
  if ((await sql`SELECT 1 FROM contacts WHERE org_id = ${orgId} LIMIT 1`).length) return;
  await sql.begin((tx) => copyPeople(tx, orgId, count));
  await sql`ANALYZE contacts`;
}

const lists = [
  { slug: 'newsletter', name: 'Newsletter', description: 'Everybody who asked for the weekly update', members: 4_200 },
  { slug: 'vip-customers', name: 'VIP customers', description: 'Our best customers', members: 300 },
  { slug: 'product-updates', name: 'Product updates', description: 'Customers who want to know what is new', members: 1_850 },
  { slug: 'text-message-club', name: 'Text message club', description: 'People who gave us their phone number', members: 640 },
] as const;

/** @returns the uuids of the audiences that the demo sends to. */
export async function ensureAudiences(sql: postgres.Sql, orgId: string): Promise<{ newsletter: string; vip: string }> {
  const ids = new Map<string, string>();
  for (const list of lists) ids.set(list.slug, await ensureList(sql, orgId, list));
  return { newsletter: ids.get('newsletter') ?? '', vip: ids.get('vip-customers') ?? '' };
}

async function ensureList(sql: postgres.Sql, orgId: string, list: (typeof lists)[number]): Promise<string> {
  const [found] = await sql<{ id: string }[]>`SELECT id FROM audiences WHERE org_id = ${orgId} AND slug = ${list.slug}`;
  if (found) return found.id;
  return sql.begin(async (tx) => {
    const [row] = await tx<{ id: string }[]>`
      INSERT INTO audiences (org_id, kind, name, slug, description)
      VALUES (${orgId}, 'list', ${list.name}, ${list.slug}, ${list.description})
      RETURNING id`;
    if (!row) throw new Error(`the audience ${list.slug} was not written`);
    await tx`
      INSERT INTO audience_members (org_id, audience_id, contact_id)
      SELECT org_id, ${row.id}, id
        FROM contacts
       WHERE org_id = ${orgId} AND ${list.slug === 'text-message-club' ? tx`phone` : tx`email`} IS NOT NULL
       ORDER BY ${preference(tx, list.slug)} DESC, md5(${list.slug} || coalesce(email, phone))
       LIMIT ${list.members}`;
    return row.id;
  });
}

// Who is taken first; the rest fills up to the number.
function preference(sql: postgres.TransactionSql, slug: (typeof lists)[number]['slug']) {
  if (slug === 'vip-customers') return sql`tags @> '{vip}'`;
  if (slug === 'product-updates') return sql`tags @> '{customer}'`;
  return sql`tags @> '{newsletter}'`;
}

/** Twenty members of the newsletter, a few others and a few phone numbers must not be written to. */
export async function ensureSuppressions(sql: postgres.Sql, orgId: string, newsletter: string): Promise<void> {
  if ((await sql`SELECT 1 FROM suppressions WHERE org_id = ${orgId} LIMIT 1`).length) return;
  await sql`
    WITH people AS (
      SELECT c.email, c.phone, m.contact_id IS NOT NULL AS member
        FROM contacts c
        LEFT JOIN audience_members m ON m.contact_id = c.id AND m.audience_id = ${newsletter}
       WHERE c.org_id = ${orgId}
    ), taken AS (
      (SELECT 'email' AS channel, email AS address FROM people WHERE member ORDER BY md5('s' || email) LIMIT 20)
      UNION ALL
      (SELECT 'email', email FROM people WHERE NOT member AND email IS NOT NULL ORDER BY md5('s' || email) LIMIT 15)
      UNION ALL
      (SELECT 'sms', phone FROM people WHERE phone IS NOT NULL ORDER BY md5('s' || phone) LIMIT 6)
    )
    INSERT INTO suppressions (org_id, channel, address, reason, created_at)
    SELECT ${orgId}, channel, address,
           CASE WHEN channel = 'sms' THEN 'stop'
                ELSE (array['unsubscribe', 'unsubscribe', 'bounce', 'complaint', 'manual'])[1 + get_byte(decode(md5(address), 'hex'), 0) % 5] END,
           now() - make_interval(days => get_byte(decode(md5(address), 'hex'), 1))
      FROM taken`;
}

/** What some customers did in the last weeks, for filters on behaviour. */
export async function ensureEvents(sql: postgres.Sql, orgId: string): Promise<void> {
  if ((await sql`SELECT 1 FROM contact_events WHERE org_id = ${orgId} LIMIT 1`).length) return;
  await sql`
    INSERT INTO contact_events (org_id, contact_id, name, properties, occurred_at)
    SELECT c.org_id, c.id,
           CASE WHEN dice.byte < 90 AND c.tags @> '{customer}' THEN 'purchase' ELSE 'page_view' END,
           CASE WHEN dice.byte < 90 AND c.tags @> '{customer}' THEN jsonb_build_object('total', 5 + dice.byte * 3, 'currency', 'EUR')
                ELSE jsonb_build_object('path', (array['/', '/pricing', '/blog', '/docs'])[1 + dice.byte % 4]) END,
           now() - make_interval(hours => 3 + dice.byte * 9)
      FROM contacts c
     CROSS JOIN generate_series(1, 3) AS n
     CROSS JOIN LATERAL (SELECT get_byte(decode(md5(n || coalesce(c.email, c.phone)), 'hex'), 2) AS byte) dice
     WHERE c.org_id = ${orgId} AND dice.byte < 130`;
}
