import { sql } from 'drizzle-orm';

/* What a row of the ledger (`m`, of the send `s`) says before it was brought up to date: deciding about a send changes its own row only. */

/** Of a cancelled send nothing waits any more, though its rows are closed slice by slice. */
export const statusNow = sql`case when s.status = 'cancelled' and m.status in ('scheduled', 'claimed') then 'cancelled' else m.status end`;

/** When it is due: what pauses took since it was written, or last claimed, is added. */
export const dueNow = sql`m.scheduled_at + (s.delayed_ms - m.delayed_ms) * interval '1 millisecond'`;
