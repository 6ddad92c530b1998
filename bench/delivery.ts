import nodemailer from 'nodemailer';
import { templateSource } from '@/contracts/template';
import { createEmailChannel } from '@/server/channels/email';
import { emailMessage } from '@/server/channels/email-headers';
import { deliverBatch } from '@/server/sends/deliver-batch';
import { CHUNKS_AT_ONCE } from '@/server/sends/delivery-limits';
import { Gate } from '@/server/sends/gate';
import { getSend } from '@/server/sends/get-send';
import { startSend } from '@/server/sends/start-send';
import type { World } from '@/server/sends/world';
import { renderSource } from '@/server/templates/render-source';
import { weeklyNewsletter } from '@/server/templates/weekly-newsletter';
import { createAudience, createContext, uuidOf } from '@/test/factory';
import { createTemplate, fillAudience, schedule } from '@/test/sends/setup';
import { type BenchContext, median, type Row, round, timed } from './harness';
import { spawnCatcher } from './support/spawn-catcher';

export const name =
  'Delivery of the weekly newsletter to the local SMTP catcher (its own process, as in `npm start`), against what the pool of nodemailer alone reaches: the same newsletter unpersonalised, through its own composer, the same connections, no database';

const MESSAGES = 2_000;
const ROUNDS = 5;
const CONNECTIONS = 10;
const settings = { APP_URL: 'http://127.0.0.1:3000', MUSTER_SECRET: 'a secret of at least thirty-two characters' };

/** The two take turns, so that both see the same machine. */
export async function run({ db, databaseUrl }: BenchContext): Promise<Row[]> {
  const catcher = await spawnCatcher(databaseUrl);
  const email = createEmailChannel({ url: catcher.smtpUrl, connections: CONNECTIONS });
  const world: World = { db, channels: { email: () => email, sms: refuse }, gate: new Gate(CHUNKS_AT_ONCE), settings, log: console.error };
  const content = await renderSource(templateSource.parse(weeklyNewsletter));
  const ctx = await createContext(db);
  const audience = await createAudience(ctx);
  await fillAudience(ctx, audience.id, MESSAGES);
  const template = await createTemplate(ctx, content);
  const alone: number[] = [];
  const muster: number[] = [];
  try {
    for (let i = 0; i <= ROUNDS; i++) {
      const bare = await poolAlone(catcher.smtpUrl, content, ctx.orgId);
      const answer = await schedule({ ...ctx, now: new Date() }, audience.id, { template });
      const ours = await wholeSend(world, ctx, uuidOf('send', answer.send_id));
      if (i === 0) continue; // both warm up
      alone.push(bare);
      muster.push(ours);
    }
  } finally {
    await email.close();
    await catcher.stop();
  }
  const share = round((median(muster) / median(alone)) * 100);
  return [
    { what: 'Muster, of what the pool alone reaches', value: share, unit: '%', limit: 70, ok: share >= 70 },
    { what: 'Muster, median', value: round(median(muster)), unit: 'messages/s' },
    { what: 'pool alone, median', value: round(median(alone)), unit: 'messages/s' },
  ];
}

async function poolAlone(url: string, content: { subject: string; html: string; text: string }, orgId: string): Promise<number> {
  const pool = nodemailer.createTransport({ url, pool: true, maxConnections: CONNECTIONS, maxMessages: 1000 });
  const mails = Array.from({ length: MESSAGES }, (_, i) =>
    emailMessage({
      id: crypto.randomUUID(),
      channel: 'email',
      orgId,
      from: 'hello@example.com',
      to: `p${i}@example.com`,
      unsubscribeUrl: `${settings.APP_URL}/u/${'x'.repeat(160)}`,
      ...content,
    }),
  );
  const took = await timed(() => Promise.all(mails.map((mail) => pool.sendMail(mail))));
  pool.close();
  return (MESSAGES / took) * 1000;
}

/** Four batches at a time, as the executor would run them. */
async function wholeSend(world: World, ctx: Awaited<ReturnType<typeof createContext>>, sendId: string): Promise<number> {
  const batches = await startSend(world, ctx, sendId);
  const took = await timed(() =>
    Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let batch = batches.shift(); batch; batch = batches.shift()) {
          await deliverBatch(world, { orgId: ctx.orgId, sendId, first: batch.first, last: batch.last });
        }
      }),
    ),
  );
  const { counts } = await getSend(ctx, sendId);
  if (counts.sent !== MESSAGES) throw new Error(`not everything was sent: ${JSON.stringify(counts)}`);
  return (MESSAGES / took) * 1000;
}

function refuse(): never {
  throw new Error('this benchmark sends no SMS');
}
