import { encodeId } from '@/contracts/ids';
import type { LinkedRecord } from '@/contracts/segment';
import type { records } from '@/server/db/schema/records';

/** Row and the uuids of the contacts it belongs to → what every answer shows. */
export const toRecord = (row: typeof records.$inferSelect, contactIds: string[]): LinkedRecord => ({
  datatype: row.datatype,
  key: row.key,
  data: row.data,
  contact_ids: contactIds.map((id) => encodeId('contact', id)),
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});
