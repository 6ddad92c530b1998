import postgres from 'postgres';
import { uuidv7 } from 'uuidv7';
import { copyPeople } from '@/scripts/people/copy';
import { importCsv } from '@/server/audiences/import-csv';
import { type Ctx, newRequestId, type OrgId } from '@/server/context';
import { openDatabase } from '@/server/db/client';
import { migrate } from '@/server/db/migrate';
import { median, timed } from '../harness';
import { benchCsv } from '../import';

const rounds = 5;

/** Milliseconds of one import of 10,000 rows beside `contacts` others: with the schema's indexes, and with only the keys. */
export async function importTimes(databaseUrl: string, contacts: number): Promise<{ schema: number; keys: number }> {
  const full = await prepare(databaseUrl, 'bench_reach_full', contacts, false);
  const keys = await prepare(databaseUrl, 'bench_reach_keys', contacts, true);
  const times = { full: [] as number[], keys: [] as number[] };
  try {
    for (let round = 0; round <= rounds; round++) {
      const csv = benchCsv(`r${round}`).replaceAll('+1415', `+1${416 + round}`);
      for (const [list, target] of [
        [times.full, full],
        [times.keys, keys],
      ] as const) {
        const ms = await timed(() => target.run(csv));
        if (round > 0) list.push(ms); // the first warms up
      }
    }
  } finally {
    await full.drop();
    await keys.drop();
  }
  return { schema: median(times.full), keys: median(times.keys) };
}

async function prepare(databaseUrl: string, name: string, contacts: number, onlyKeys: boolean) {
  const admin = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`drop database if exists ${name} with (force)`);
  await admin.unsafe(`create database ${name}`);
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  await migrate(url.href);
  const db = openDatabase(url.href, { max: 2, name: 'bench' });
  const sql = db.$client;
  const [org] = await sql<{ id: string }[]>`insert into organizations (name, slug) values ('Bench', 'bench') returning id`;
  if (!org) throw new Error('no organization');
  await sql`set gin_pending_list_limit = '256MB'`;
  await copyPeople(sql, org.id, contacts);
  if (onlyKeys)
    for (const { index } of await sql<{ index: string }[]>`
      select indexrelid::regclass::text as index from pg_index
      where indrelid in ('contacts'::regclass, 'audience_members'::regclass) and not indisunique`)
      await sql.unsafe(`drop index ${index}`);
  await sql`vacuum analyze contacts`;
  const run = async (csv: string) => {
    const [audience] = await sql<{ id: string }[]>`
      insert into audiences (org_id, kind, name, slug) values (${org.id}, 'list', 'Bench', ${uuidv7()}) returning id`;
    if (!audience) throw new Error('no audience');
    const ctx: Ctx = { orgId: org.id as OrgId, actor: { type: 'job', id: 'bench' }, db, now: new Date(), requestId: newRequestId() };
    return importCsv(ctx, { audienceId: audience.id, csv });
  };
  const drop = async () => {
    await db.$client.end();
    await admin.unsafe(`drop database ${name} with (force)`);
    await admin.end();
  };
  return { run, drop };
}
