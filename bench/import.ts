import { pipeline } from 'node:stream/promises';
import postgres from 'postgres';
import { uuidv7 } from 'uuidv7';
import { checkCsv } from '@/contracts/csv';
import { limits } from '@/contracts/limits';
import { importCsv } from '@/server/audiences/import-csv';
import { type Ctx, newRequestId, type OrgId } from '@/server/context';
import { type Database, openDatabase } from '@/server/db/client';
import { organization } from '@/server/db/schema/auth';
import { audiences } from '@/server/db/schema/contacts';

export const name = 'import';

type Row = { what: string; value: number; unit: string; limit?: number; ok?: boolean };
const rounds = 5;

/** 10,000 rows × 10 columns, every row new to the organization; `key` makes the people of one round. */
export function benchCsv(key: string, rows = limits.importRows): string {
  const lines = ['email,phone,name,country,city,company,plan,score,source,notes'];
  for (let i = 0; i < rows; i++) {
    const phone = `+1415${String(2_000_000 + i)}`;
    lines.push(
      `${key}.${i}@example.com,${phone},"Person, ${i}",US,City ${i % 50},Company ${i % 500},plan-${i % 4},${i % 100},web,"says ""${i}"" and more"`,
    );
  }
  return lines.join('\r\n');
}

/** The import of 10,000 rows × 10 columns as a verb, into an organization of its own each round, against a bare COPY of the same rows. */
export async function run(ctx: { databaseUrl: string }): Promise<Row[]> {
  const db = openDatabase(ctx.databaseUrl, { max: 2, name: 'bench' });
  const times = { check: [] as number[], copy: [] as number[], create: [] as number[], update: [] as number[], again: [] as number[] };
  const timed = async (list: number[], work: () => unknown) => {
    const start = performance.now();
    await work();
    list.push(performance.now() - start);
  };
  try {
    for (let round = 0; round <= rounds; round++) {
      const csv = benchCsv(`r${round}`);
      const mended = csv.replaceAll('plan-', 'tier-');
      await timed(times.check, () => checkCsv(csv));
      times.copy.push(await bareCopy(ctx.databaseUrl, csv));
      const at = await newAudience(db);
      await timed(times.create, () => importCsv(at.ctx, { audienceId: at.audienceId, csv }));
      await timed(times.update, () => importCsv(at.ctx, { audienceId: at.audienceId, csv: mended }));
      await timed(times.again, () => importCsv(at.ctx, { audienceId: at.audienceId, csv: mended }));
      await at.drop();
      if (round === 0) for (const list of Object.values(times)) list.length = 0; // warm-up
    }
  } finally {
    await db.$client.end();
  }
  const median = (list: number[]) => Math.round([...list].sort((a, b) => a - b)[list.length >> 1] ?? 0);
  const create = median(times.create);
  const ratio = Math.round((create / median(times.copy)) * 100) / 100;
  return [
    { what: 'import 10,000 new rows x 10 columns', value: create, unit: 'ms', limit: 2000, ok: create <= 2000 },
    { what: 'ratio to a bare COPY into the same indexes', value: ratio, unit: 'x', limit: 4, ok: ratio <= 4 },
    { what: 'bare COPY of the same rows', value: median(times.copy), unit: 'ms' },
    { what: 'of which reading and checking', value: median(times.check), unit: 'ms' },
    { what: 'import 10,000 changed rows', value: median(times.update), unit: 'ms' },
    { what: 'import 10,000 unchanged rows', value: median(times.again), unit: 'ms' },
  ];
}

async function newAudience(db: Database) {
  const key = uuidv7();
  const [org] = await db
    .insert(organization)
    .values({ name: 'Bench', slug: `bench-${key}` })
    .returning();
  if (!org) throw new Error('no organization');
  const orgId = org.id as OrgId;
  const [audience] = await db.insert(audiences).values({ orgId, name: 'Bench', slug: 'bench' }).returning();
  if (!audience) throw new Error('no audience');
  const ctx: Ctx = { orgId, actor: { type: 'job', id: 'bench' }, db, now: new Date(), requestId: newRequestId() };
  const drop = () => db.$client`delete from organizations where id = ${orgId}`;
  return { ctx, audienceId: audience.id, drop };
}

/** Milliseconds of a COPY of the checked rows into an empty table with the indexes and defaults of `contacts`; nothing is parsed or merged. */
async function bareCopy(url: string, csv: string): Promise<number> {
  const text = (value: string | null) =>
    value === null ? '\\N' : value.replace(/[\\\n\r\t]/g, (c) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[c] ?? c);
  const org = uuidv7();
  const rows = checkCsv(csv).ready.map((r) =>
    [org, text(r.email), text(r.phone), text(r.name), text(r.country), text(JSON.stringify(r.metadata))].join('\t'),
  );
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`drop table if exists bench_copy`;
    await sql`create table bench_copy (like contacts including all)`; // logged, as contacts is
    const start = performance.now();
    const stream = await sql`copy bench_copy (org_id, email, phone, name, country, metadata) from stdin`.writable();
    await pipeline([`${rows.join('\n')}\n`], stream);
    return performance.now() - start;
  } finally {
    await sql`drop table if exists bench_copy`;
    await sql.end();
  }
}
