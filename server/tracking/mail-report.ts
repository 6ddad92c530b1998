import { decodeId } from '@/contracts/ids';
import type { MessageEventType } from './record-message-events';

/** What a provider or a mail server says of a message, whatever its words. `id`: its own id of the event. */
export type MailReport = {
  type: Exclude<MessageEventType, 'converted'>;
  /** Uuid of the message, when the report names it in our words. */
  messageId: string | null;
  providerId: string | null;
  /** As given. */
  email: string | null;
  /** Null: now. */
  at: Date | null;
  id: string | null;
  bounce?: 'hard' | 'soft';
  reason?: string;
  url?: string;
  agent?: string;
};

/** The message that a name of ours means: `msg_…`, or the Message-ID that we gave it, `<uuid@domain>`, with or without brackets. */
export function messageIdOf(name: string | null | undefined): string | null {
  const given = name?.trim();
  if (!given) return null;
  const uuid = /^<?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@[^<>@\s]+>?$/i.exec(given)?.[1];
  return uuid?.toLowerCase() ?? decodeId('message', given);
}

/** A date as text or epoch seconds; null for what is none. */
export function dateOf(value: unknown): Date | null {
  const date = typeof value === 'number' ? new Date(value * 1000) : typeof value === 'string' ? new Date(value) : null;
  return date && !Number.isNaN(date.getTime()) ? date : null;
}
