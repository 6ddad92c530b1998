import { sql } from 'drizzle-orm';
import type { SubjectTestInput } from '@/contracts/subject-test';
import type { Ctx } from '@/server/context';
import type { Database } from '@/server/db/client';
import { scheduleSend } from '@/server/sends/schedule-send';
import { createAudience, createContext, uuidOf } from '../factory';
import { body, createTemplate, fillAudience } from '../sends/setup';

type Values = { people?: number; subjects?: string[]; rampMinutes?: number; test?: Partial<SubjectTestInput>; ctx?: Ctx };

/** A send, at once, whose subjects are tested. `wait_minutes` may be less than the API takes. */
export async function testedSend(db: Database, values: Values = {}) {
  const ctx = values.ctx ?? (await createContext(db));
  const audience = await createAudience(ctx);
  await fillAudience(ctx, audience.id, values.people ?? 20);
  const asked = body(audience.id, {
    template: await createTemplate(ctx),
    subject_variants: values.subjects ?? ['One', 'Two'],
    ramp_minutes: values.rampMinutes ?? 0,
  });
  const answer = await scheduleSend(ctx, { ...asked, subject_test: { share: 0.2, wait_minutes: 240, by: 'opens', ...values.test } });
  return { ctx, id: uuidOf('send', answer.send_id), answer };
}

/** The wait of a send is over. */
export const endWait = (db: Database, id: string) =>
  db.execute(sql`update sends set rest_at = now() - interval '1 second' where id = ${id}`);

/** Writes down that the first `n` messages of a subject were sent long ago, or were opened by a person; past the verbs. */
export async function record(db: Database, id: string, what: 'sent' | 'opened', variant: number, n: number): Promise<void> {
  if (what === 'sent')
    await db.execute(sql`
      update messages set status = 'sent', sent_at = now() - interval '1 hour'
      where id in (select id from messages where send_id = ${id} and variant = ${variant} order by position limit ${n})`);
  await db.execute(sql`
    insert into report_deltas (org_id, send_id, contact_id, variant, channel, type, at, due_at, events, firsts, bots)
    select org_id, send_id, contact_id, variant, channel, ${what}, now(), scheduled_at, 1, 1, 0
    from messages where send_id = ${id} and variant = ${variant} order by position limit ${n}`);
}

/** Who has which subject, and who waits (`-1`). */
export async function bySubject(db: Database, id: string): Promise<Record<string, number>> {
  const rows = await db.execute<{ variant: number; n: number }>(
    sql`select variant, count(*)::int as n from messages where send_id = ${id} and address is not null group by 1`,
  );
  return Object.fromEntries(rows.map(({ variant, n }) => [variant, n]));
}

export async function testIdOf(db: Database, id: string): Promise<string> {
  const [row] = await db.execute<{ id: string }>(sql`select subject_test_id as id from sends where id = ${id}`);
  return row?.id ?? '';
}
