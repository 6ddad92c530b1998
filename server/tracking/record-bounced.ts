import type { TxCtx } from '@/server/context';
import { recordMessageEvents } from './record-message-events';

/** Notes messages that were refused for good when they were handed over, because the address is dead. In the caller's transaction. */
export const recordBounced = (tx: TxCtx, bounces: { messageId: string; reason: string | null }[]): Promise<number> =>
  recordMessageEvents(
    tx,
    bounces.map(({ messageId, reason }) => ({
      messageId,
      type: 'bounced',
      occurredAt: tx.now,
      detail: { bounce: 'hard', ...(reason && { reason }) },
    })),
  );
