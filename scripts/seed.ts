import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { createOwner } from '@/server/auth/create-organization';
import { openDatabase } from '@/server/db/client';
import { migrate } from '@/server/db/migrate';
import { joinDatabase } from './db';
import { copyPeople } from './people/copy';

/*
 * `npm run seed -- --contacts 1000000`: an organization of its own with that many made-up contacts, to try Muster at size. Prints the
 * sign-in. A million takes a minute or two on two cores.
 */

const { values } = parseArgs({ options: { contacts: { type: 'string', default: '100000' }, name: { type: 'string' } } });
const count = Number(values.contacts);
if (!Number.isInteger(count) || count < 1 || count > 20_000_000) {
  console.error('--contacts must be a whole number from 1 to 20000000');
  process.exit(1);
}

const log = (line: string) => console.log(line);
const { url, done } = await joinDatabase(log);
const started = Date.now();
const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
// On one line of a terminal; in a file or a pipe, a line each.
const progress = (rows: number) =>
  process.stdout.write(process.stdout.isTTY ? `\r${rows} contacts, ${seconds()}` : `${rows} contacts, ${seconds()}\n`);
try {
  await migrate(url);
  const key = randomBytes(3).toString('hex');
  const owner = { email: `owner-${key}@example.com`, password: randomBytes(9).toString('base64url') };
  const db = openDatabase(url, { max: 1 });
  const organizationName = values.name ?? `Seeded ${count} ${key}`;
  const { orgId } = await createOwner(db, { ...owner, name: 'Seed Owner', organizationName });
  await db.$client.end();

  const sql = postgres(url, { max: 1, onnotice: () => {} });
  // What waits for the index on metadata is merged into it in few large steps, and the rest by VACUUM. Indexes built after loading would
  // lock everybody else out of contacts, for 65 s instead of 83 at 300,000.
  await sql`SET gin_pending_list_limit = '256MB'`;
  await copyPeople(sql, orgId, count, { progress });
  await sql`
    WITH audience AS (
      INSERT INTO audiences (org_id, kind, name, slug) VALUES (${orgId}, 'list', 'Newsletter', 'newsletter') RETURNING org_id, id
    )
    INSERT INTO audience_members (org_id, audience_id, contact_id)
    SELECT c.org_id, a.id, c.id FROM contacts c JOIN audience a USING (org_id) WHERE c.tags @> '{newsletter}' ORDER BY c.id LIMIT 10000`;
  await sql`VACUUM ANALYZE contacts, audience_members`;
  await sql.end();
  log(`\nSeeded ${count} contacts in ${seconds()}.\nOrganization "${organizationName}", sign in as ${owner.email}   ${owner.password}`);
} finally {
  await done();
}
