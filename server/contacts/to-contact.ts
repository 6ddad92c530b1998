import type { Contact } from '@/contracts/contact';
import { encodeId } from '@/contracts/ids';
import type { contacts } from '@/server/db/schema/contacts';

type Row = Omit<typeof contacts.$inferSelect, 'orgId' | 'bucket'>;

/** Row → what every answer shows. */
export const toContact = (c: Row): Contact => ({
  id: encodeId('contact', c.id),
  email: c.email,
  phone: c.phone,
  name: c.name,
  country: c.country,
  timezone: c.timezone,
  language: c.language,
  tags: c.tags,
  metadata: c.metadata,
  created_at: c.createdAt.toISOString(),
  updated_at: c.updatedAt.toISOString(),
  last_email_sent_at: c.lastEmailSentAt?.toISOString() ?? null,
  last_email_opened_at: c.lastEmailOpenedAt?.toISOString() ?? null,
  last_email_clicked_at: c.lastEmailClickedAt?.toISOString() ?? null,
});
