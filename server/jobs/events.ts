import type { OutboxEvent } from './outbox';

/* Every event of the step functions: its name, its data, and the id that makes it start one run only. Ids are raw uuids. */

/** A send exists. `wake_at`: when its function begins work (ISO): a little before the start, or at the start when it must freeze members. */
export type SendScheduled = { org_id: string; send_id: string; wake_at: string; resumes?: number };
/**
 * Places `first`–`last` (inclusive) of a send's ramp are to be delivered, the first of them at `due_at`. `round` counts hand-overs from
 * run to run; `resumes` is the send's: what was set going before a pause ends when it wakes.
 */
export type SendBatch = { org_id: string; send_id: string; first: number; last: number; due_at: string; round: number; resumes?: number };
export type SendCancelled = { org_id: string; send_id: string };

export const SEND_SCHEDULED = 'send/scheduled';
export const SEND_BATCH = 'send/batch';
export const SEND_CANCELLED = 'send/cancelled';

export const sendScheduled = (data: SendScheduled): OutboxEvent & { data: SendScheduled } => ({
  id: `send-${data.send_id}${data.resumes ? `-r${data.resumes}` : ''}`,
  name: SEND_SCHEDULED,
  data,
});
/** @param again tells a batch that is started once more (by the sweep) from the first, whose id is taken */
export const sendBatch = (data: SendBatch, again = ''): OutboxEvent & { data: SendBatch } => ({
  id: `batch-${data.send_id}-${data.resumes ? `r${data.resumes}-` : ''}${data.first}-${data.round}${again}`,
  name: SEND_BATCH,
  data,
});
export const sendCancelled = (data: SendCancelled): OutboxEvent & { data: SendCancelled } => ({
  id: `cancel-${data.send_id}`,
  name: SEND_CANCELLED,
  data,
});
