import { AppError } from '@/contracts/errors';
import { env } from '@/server/env';
import type { EmailChannel, SmsChannel } from './channel';
import { createEmailChannel } from './email';
import { createSmsChannel } from './sms';

/** What a sender delivers through; tests make their own. */
export type Channels = { email(): EmailChannel; sms(): SmsChannel };

const holder = globalThis as typeof globalThis & { musterChannels?: { email?: EmailChannel; sms?: SmsChannel } };

/** The process's channels by its settings, opened on first use. @throws AppError unavailable when SMTP_URL or SMS_URL is not set */
export const processChannels: Channels = {
  email: () => {
    const open = opened();
    open.email ??= createEmailChannel({ url: required('SMTP_URL') });
    return open.email;
  },
  sms: () => {
    const open = opened();
    open.sms ??= createSmsChannel({ url: required('SMS_URL'), token: env().SMS_TOKEN });
    return open.sms;
  },
};

/** Lets deliveries end and closes what was opened. */
export async function closeChannels(): Promise<void> {
  const open = opened();
  holder.musterChannels = {};
  await Promise.all([open.email?.close(), open.sms?.close()]);
}

function opened() {
  holder.musterChannels ??= {};
  return holder.musterChannels;
}

function required(name: 'SMTP_URL' | 'SMS_URL'): string {
  const url = env()[name];
  if (!url) throw new AppError('unavailable', `${name} is not set, so nothing can be sent on this channel`);
  return url;
}
