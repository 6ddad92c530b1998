import { type SQL, sql } from 'drizzle-orm';

/** Predicate over `contacts c`: who is in a list. */
export const audienceWhere = (audience: { id: string }): SQL =>
  sql`exists (select from audience_members am where am.audience_id = ${audience.id} and am.contact_id = c.id)`;
