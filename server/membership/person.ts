import { sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { Person } from '@/contracts/membership';

export type PersonRow = { contact_id: string; name: string | null; email: string | null; phone: string | null; there: boolean };

/** The columns of `PersonRow` of a stay `s`, and the join they need. */
export const personColumns = sql`s.contact_id, c.name, c.email, c.phone, c.id is not null as there`;
export const personJoin = sql`left join contacts c on c.org_id = s.org_id and c.id = s.contact_id`;

export const toPerson = (row: PersonRow): Person => ({
  id: encodeId('contact', row.contact_id),
  name: row.name,
  email: row.email,
  phone: row.phone,
  erased: !row.there,
});
