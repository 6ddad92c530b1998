import { sql } from 'drizzle-orm';
import { afterAll, beforeAll } from 'vitest';
import { type SendBody, sendInput } from '@/contracts/send';
import { createEmailChannel } from '@/server/channels/email';
import { createSmsChannel } from '@/server/channels/sms';
import type { Ctx } from '@/server/context';
import { type Database, openDatabase } from '@/server/db/client';
import { templates, templateVersions } from '@/server/db/schema/sends';
import { type RunningEnv, readEnv } from '@/server/env';
import { CHUNKS_AT_ONCE } from '@/server/sends/delivery-limits';
import { Gate } from '@/server/sends/gate';
import { dueNow } from '@/server/sends/ledger-now';
import { scheduleSend } from '@/server/sends/schedule-send';
import type { World } from '@/server/sends/world';
import { testDatabase } from '../db';
import { unique } from '../factory';

/** A database for the tests of one file. */
export function openTestDatabase(): { db: Database; url: string } {
  const held = {} as { db: Database; url: string };
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await testDatabase();
    held.url = database.url;
    held.db = openDatabase(database.url, { max: 10 });
    drop = database.drop;
  });
  afterAll(async () => {
    await held.db.$client.end();
    await drop();
  });
  return held;
}

type Content = Partial<Pick<typeof templateVersions.$inferInsert, 'subject' | 'html' | 'text' | 'sms'>>;

/** A template with its first version, written past the verbs. Answers its slug. */
export async function createTemplate(ctx: Pick<Ctx, 'db' | 'orgId'>, content: Content = {}): Promise<string> {
  const slug = `template-${unique()}`;
  const [row] = await ctx.db.insert(templates).values({ orgId: ctx.orgId, slug, name: slug, version: 1 }).returning();
  if (!row) throw new Error('no template');
  await ctx.db.insert(templateVersions).values({
    orgId: ctx.orgId,
    templateId: row.id,
    version: 1,
    source: {},
    subject: 'News for {{name|you}}',
    html: '<p>Hello {{name|you}}</p>',
    text: 'Hello {{name|you}}',
    sms: 'Hello {{name|you}}',
    ...content,
  });
  return slug;
}

/** What a client would post, with the defaults of the contract. */
export const body = (audienceId: string, values: Partial<SendBody> & { template: string }) => ({
  ...sendInput.parse({ channel: 'email', from: 'hello@example.com', ...values }),
  audienceId,
});

export const schedule = (ctx: Ctx, audienceId: string, values: Partial<SendBody> & { template: string }) =>
  scheduleSend(ctx, body(audienceId, values));

type MessageRow = {
  id: string;
  contact_id: string | null;
  address: string | null;
  status: string;
  variant: number;
  position: number | null;
  at: number | null;
  attempt: number;
  metadata: Record<string, unknown>;
  error: string | null;
};

/** The ledger of a send, in ramp order; `at` is the due time in epoch milliseconds. */
export async function ledger(db: Database, sendId: string): Promise<MessageRow[]> {
  return [
    ...(await db.execute<MessageRow>(sql`
      select m.id, m.contact_id, m.address, m.status, m.variant, m.position, m.attempt, m.metadata, m.error,
             (extract(epoch from case when m.status = 'scheduled' then ${dueNow} else m.scheduled_at end) * 1000)::float8 as at
      from messages m join sends s on s.id = m.send_id where m.send_id = ${sendId} order by m.position nulls last, m.id`)),
  ];
}

/** Adds `n` new contacts with an email each to an audience, in one statement. */
export async function fillAudience(ctx: Pick<Ctx, 'db' | 'orgId'>, audienceId: string, n: number): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await tx.execute(sql`discard plans`); // see freeze-recipients.ts
    await tx.execute(sql`
      with people as (
        insert into contacts (org_id, email, name)
        select ${ctx.orgId}::uuid, 'p' || i || ${`-${unique()}@example.com`}, 'Person ' || i from generate_series(1, ${n}::int) i
        returning id)
      insert into audience_members (org_id, audience_id, contact_id) select ${ctx.orgId}::uuid, ${audienceId}::uuid, id from people`);
    // As an import does: without, a planner that knows other organizations takes this one for a single row and joins 10,000 with 10,000.
    if (n >= 2_000) await tx.execute(sql`analyze contacts (org_id, email, phone), audience_members`);
  });
}

const settings = { APP_URL: 'http://127.0.0.1:3000', MUSTER_SECRET: 'a secret of at least thirty-two characters' };

/** A world of its own pool and channels, beside the catcher. */
export function testWorld(databaseUrl: string, catcher: { smtpUrl: string; smsUrl: string }): World {
  const email = createEmailChannel({ url: catcher.smtpUrl });
  const sms = createSmsChannel({ url: catcher.smsUrl });
  return {
    db: openDatabase(databaseUrl),
    channels: { email: () => email, sms: () => sms },
    gate: new Gate(CHUNKS_AT_ONCE),
    settings,
    log: () => {},
  };
}

export const workerEnv = (databaseUrl: string, catcher: { smtpUrl: string; smsUrl: string }): RunningEnv =>
  ({ ...readEnv({ DATABASE_URL: databaseUrl, SMTP_URL: catcher.smtpUrl, SMS_URL: catcher.smsUrl }), ...settings }) as RunningEnv;
