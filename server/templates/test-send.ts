import { and, desc, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { normaliseEmail, normalisePhone } from '@/contracts/address';
import { invalid } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import type { Channel } from '@/contracts/limits';
import { audit } from '@/server/audit/record';
import type { Outcome } from '@/server/channels/channel';
import { type Channels, processChannels } from '@/server/channels/open-channels';
import { createUnsubscribeUrl } from '@/server/channels/unsubscribe-token';
import type { Ctx } from '@/server/context';
import { user } from '@/server/db/schema/auth';
import { suppressions } from '@/server/db/schema/contacts';
import { sends } from '@/server/db/schema/sends';
import { env } from '@/server/env';
import { findTemplate } from './find-template';
import { compile } from './interpolate';
import { sampleValues } from './sample-values';

type TestSendInput = {
  id: string;
  to: string;
  channel: Channel;
  contactId?: string;
  variables?: Readonly<Record<string, unknown>>;
};
type TestSendResult = { outcome: Outcome['kind']; message: string | null };

/**
 * Sends one message to one address, through the real channel and with all headers of a real one, but without a row in the ledger.
 * The sender is that of the organization's last send on the channel, else the person who asks.
 * @throws 404; 422 for an address that is malformed or suppressed, and for SMS when the template has no SMS text
 */
export async function testSend(ctx: Ctx, input: TestSendInput, channels: Channels = processChannels): Promise<TestSendResult> {
  const { version } = await findTemplate(ctx, input.id);
  const to = await recipient(ctx, input);
  const from = await sender(ctx, input.channel);
  const unsubscribeUrl = createUnsubscribeUrl({ orgId: ctx.orgId, channel: input.channel, address: to });
  const values = await sampleValues(ctx, { ...input, unsubscribeUrl });
  const envelope = { id: uuidv7(), orgId: ctx.orgId, from, to };
  let outcome: Outcome;
  if (input.channel === 'email') {
    outcome = await channels.email().deliver({
      ...envelope,
      channel: 'email',
      subject: `[Test] ${compile(version.subject).render(values, 'subject')}`,
      html: compile(version.html).render(values, 'html'),
      text: compile(version.text).render(values, 'text'),
      unsubscribeUrl,
      test: true,
    });
  } else {
    if (!version.sms) throw invalid(['id'], 'no_sms_text', 'the template has no SMS text');
    outcome = await channels.sms().deliver({ ...envelope, channel: 'sms', text: compile(version.sms).render(values, 'text') });
  }
  const message = outcome.kind === 'accepted' ? null : outcome.message;
  await audit(ctx.db, ctx, 'template.test_sent', encodeId('template', input.id), {
    channel: input.channel,
    to,
    outcome: outcome.kind,
    message,
  });
  return { outcome: outcome.kind, message };
}

async function recipient(ctx: Ctx, { channel, to }: TestSendInput): Promise<string> {
  const { ok, error } = channel === 'email' ? normaliseEmail(to) : normalisePhone(to);
  if (!ok) throw invalid(['to'], 'invalid_address', error ?? 'not an address');
  const [suppressed] = await ctx.db
    .select({ reason: suppressions.reason })
    .from(suppressions)
    .where(and(eq(suppressions.orgId, ctx.orgId), eq(suppressions.channel, channel), eq(suppressions.address, ok)));
  if (suppressed) throw invalid(['to'], 'suppressed', `the address is suppressed (${suppressed.reason})`);
  return ok;
}

async function sender(ctx: Ctx, channel: Channel): Promise<string> {
  const [last] = await ctx.db
    .select({ from: sends.fromAddress })
    .from(sends)
    .where(and(eq(sends.orgId, ctx.orgId), eq(sends.channel, channel)))
    .orderBy(desc(sends.id))
    .limit(1);
  if (last) return last.from;
  if (channel === 'sms') return env().SMS_FROM ?? 'Muster';
  const [person] = ctx.actor.type === 'user' ? await ctx.db.select({ email: user.email }).from(user).where(eq(user.id, ctx.actor.id)) : [];
  if (!person) throw invalid(['from'], 'required', 'send once before, so that there is a sender to test with');
  return person.email;
}
