/**
 * Milliseconds until the ledger of a running campaign is counted again: 3 s, and more from 60,000 messages on. A count takes about 6 µs a
 * message, so that whoever watches a campaign to a million costs the database an eighth of a core, not all of it.
 */
export const untilCounted = (messages: number) => Math.max(3_000, messages / 20);
