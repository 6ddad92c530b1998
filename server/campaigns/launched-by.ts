import { type SQL, sql } from 'drizzle-orm';

/** The condition that a campaign (uuid) launched the send `s`. */
export const launchedBy = (campaignId: string): SQL => sql`s.origin = ${`campaign:${campaignId}`}`;
