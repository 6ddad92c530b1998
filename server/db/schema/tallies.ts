import { foreignKey, index, integer, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { sends } from './sends';

const key = () => ({
  orgId: uuid('org_id').notNull(),
  sendId: uuid('send_id').notNull(),
  variant: smallint('variant').notNull(),
  /** Of a message; `claimed` counts as `scheduled`. */
  status: text('status').notNull(),
  n: integer('n').notNull(),
});

/** Messages of a send by variant and status. They and `send_tally_deltas` together are what counting the ledger would answer. */
export const sendTallies = pgTable('send_tallies', key(), (t) => [
  primaryKey({ columns: [t.sendId, t.variant, t.status] }),
  foreignKey({ columns: [t.orgId, t.sendId], foreignColumns: [sends.orgId, sends.id] }).onDelete('cascade'),
]);

/**
 * What changes of the ledger add, written by its triggers with the change itself, only ever appended so that deliveries do not wait for
 * one counter, and folded once a minute. No foreign key: a row lives for minutes, and folding leaves out what is gone.
 */
export const sendTallyDeltas = pgTable('send_tally_deltas', key(), (t) => [index('send_tally_deltas_send').on(t.sendId)]);
