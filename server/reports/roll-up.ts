import type { Ctx } from '@/server/context';
import type { messageEvents } from '@/server/db/schema/tracking';

/** A message event as it was written, with what the ledger says of its message. Ids are uuids. */
export type RecordedMessageEvent = Pick<
  typeof messageEvents.$inferSelect,
  'id' | 'messageId' | 'sendId' | 'contactId' | 'type' | 'isBot' | 'url' | 'detail' | 'occurredAt'
> & { channel: 'email' | 'sms'; variant: number };

/** Adds newly recorded events to the reports' totals, in the transaction that records them: each row comes here exactly once. */
export async function rollUp(_tx: Ctx, _rows: RecordedMessageEvent[]): Promise<void> {}
