import type { Ctx } from '@/server/context';

/** A contact event as it was written. Ids are uuids. */
export type RecordedContactEvent = { id: string; contactId: string; name: string; properties: Record<string, unknown>; occurredAt: Date };

/** Starts and wakes the automations that wait for these events, in the transaction that records them: each row comes here exactly once. */
export async function onContactEvents(_tx: Ctx, _rows: RecordedContactEvent[]): Promise<void> {}
