import { type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';

/** What the model may look at of a contact. Times are milliseconds since 1970. */
export type Person = {
  id: string;
  country: string | null;
  language: string | null;
  timezone: string | null;
  tags: string[];
  metadata: Record<string, unknown>;
  created: number;
  opened: number | null;
  clicked: number | null;
};
type Scope = Pick<Ctx, 'db' | 'orgId'>;
type Row = [string, string | null, string | null, string | null, string[], Record<string, unknown>, number, number | null, number | null];

const columns = sql`jsonb_build_array(c.id, c.country, c.language, c.timezone, c.tags, c.metadata,
  extract(epoch from c.created_at)::float8 * 1000, extract(epoch from c.last_email_opened_at)::float8 * 1000, extract(epoch from c.last_email_clicked_at)::float8 * 1000)`;
const page = 10_000;
const first = '00000000-0000-0000-0000-000000000000';

/** Every contact of the organization in order of id, 10,000 at a time: never all of them in memory. */
export async function* everybody(ctx: Scope): AsyncGenerator<Person[]> {
  for (let last = first; ; ) {
    const people = await read(ctx, sql`c.id > ${last}::uuid order by c.id limit ${page}`);
    if (people.length) yield people;
    if (people.length < page) return;
    last = people.at(-1)?.id ?? last;
  }
}

/** Those a predicate over `contacts c` says; for samples and single people. */
export async function read(ctx: Scope, where: SQL): Promise<Person[]> {
  const rows = await ctx.db.execute<{ p: Row | string }>(
    sql`select ${columns} as p from contacts c where c.org_id = ${ctx.orgId} and ${where}`,
  );
  return rows.map(({ p }) => {
    const [id, country, language, timezone, tags, metadata, created, opened, clicked] = typeof p === 'string' ? (JSON.parse(p) as Row) : p;
    return { id, country, language, timezone, tags, metadata, created, opened, clicked };
  });
}

/** Uuids of the contacts that a predicate says. */
export async function idsOf(ctx: Scope, where: SQL): Promise<string[]> {
  const rows = await ctx.db.execute<{ id: string }>(
    sql`select c.id from contacts c where c.org_id = ${ctx.orgId} and (${where}) order by c.id`,
  );
  return rows.map((row) => row.id);
}
