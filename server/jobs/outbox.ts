import type { Executor } from '@/server/db/client';
import { outbox } from '@/server/db/schema/platform';

/** An event for the step functions. `id` is its deduplication key: the relay may send it twice, it starts one run. */
export type OutboxEvent = { id: string; name: string; data: Record<string, unknown> };

/** Queues events in the caller's transaction; the relay sends them once it has committed. */
export async function enqueue(tx: Executor, ...events: OutboxEvent[]): Promise<void> {
  if (events.length) await tx.insert(outbox).values(events.map((e) => ({ eventId: e.id, name: e.name, data: e.data })));
}
