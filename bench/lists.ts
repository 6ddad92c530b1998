import { loadavg } from 'node:os';
import { sql } from 'drizzle-orm';
import { decodeId } from '@/contracts/ids';
import { exportAudience } from '@/server/audiences/export-audience';
import { listContacts } from '@/server/contacts/list-contacts';
import type { Ctx } from '@/server/context';
import { createSegment } from '@/server/segments/create-segment';
import { type BenchContext, median, type Row, round, timed } from './harness';
import { organization } from './support/organization';

const contacts = Number(process.env.LISTS_CONTACTS ?? 1_000_000);
const rounds = 7;

export const name = `Contacts searched and exported in an organization of ${contacts}`;

/** `LISTS_CONTACTS=100000 npm run bench -- lists` while developing. */
export async function run({ db }: BenchContext): Promise<Row[]> {
  const ctx = await organization(db, 'big', contacts);
  const load = { what: 'load average of the machine at the start', value: round(loadavg()[0] ?? 0, 1), unit: '' };
  return [load, ...(await searches(ctx)), ...(await exported(ctx))];
}

async function searches(ctx: Ctx): Promise<Row[]> {
  const [oldest] = await ctx.db.execute<{ email: string }>(sql`select email from contacts where email is not null order by id limit 1`);
  const rows: Row[] = [];
  for (const [what, q, limit] of [
    ['what nobody has', 'nobody-has-this', 2_500],
    ['two letters that nobody has', 'zq', 2_500],
    ['a common name', 'smith', 100],
    ['a whole address', oldest?.email ?? '', 100],
  ] as const) {
    const times: number[] = [];
    for (let i = 0; i < rounds; i++) times.push(await timed(() => listContacts(ctx, { limit: 50, q })));
    const value = round(median(times), 1);
    rows.push({ what: `search for ${what}, median`, value, unit: 'ms', limit, ok: value <= limit });
  }
  return rows;
}

async function exported(ctx: Ctx): Promise<Row[]> {
  const everyone = await createSegment(ctx, { name: 'Everyone', type: 'dynamic', filter: { datatype: 'contact', where: {} } });
  const before = process.memoryUsage.rss();
  const begun = performance.now();
  let [first, bytes, most] = [0, 0, 0];
  for await (const part of exportAudience(ctx, decodeId('audience', everyone.id) ?? '')) {
    first ||= performance.now() - begun;
    bytes += Buffer.byteLength(part);
    most = Math.max(most, process.memoryUsage.rss());
  }
  const seconds = (performance.now() - begun) / 1_000;
  return [
    { what: 'export of everyone: until the first part', value: round(first), unit: 'ms' },
    { what: `the whole file of ${round(bytes / 2 ** 20)} MB`, value: round(seconds, 1), unit: 's' },
    { what: 'memory that the process grew by at most', value: round((most - before) / 2 ** 20), unit: 'MB' },
  ];
}
