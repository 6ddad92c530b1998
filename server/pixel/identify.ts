import { createHash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { normaliseEmail, normalisePhone } from '@/contracts/address';
import { decodeId } from '@/contracts/ids';
import { type PixelIdentity, pixelLimits } from '@/contracts/pixel';
import type { Ctx } from '@/server/context';
import { contacts } from '@/server/db/schema/contacts';
import { messages } from '@/server/db/schema/sends';
import { isSignedBy, pixelSecret } from './pixel-secret';
import type { PixelRow } from './to-pixel';
import { readVisitToken } from './visit-token';

type Identified = { contactId: string } | { refused: string };

/**
 * Who a visitor is, by a signature of the site's server or by the token of a followed link. Either is good for one browser: shown by another
 * it is refused (`used_signature`), so that what somebody saw or was sent does not make them somebody else.
 * @param visitorId uuid of the browser that shows it, its row locked by the caller's transaction
 */
export async function identify(ctx: Ctx, pixel: PixelRow, visitorId: string, identity: PixelIdentity): Promise<Identified> {
  const found = 'token' in identity ? await byToken(ctx, identity.token) : await bySignature(ctx, pixel, identity);
  if ('refused' in found) return found;
  const hash = createHash('sha256')
    .update('token' in identity ? identity.token : identity.sig)
    .digest('hex');
  const [used] = await ctx.db.execute<{ mine: boolean }>(sql`
    insert into pixel_signatures as s (org_id, hash, visitor_id) values (${ctx.orgId}, decode(${hash}, 'hex'), ${visitorId}::uuid)
    on conflict (org_id, hash) do update set hash = excluded.hash
    returning s.visitor_id = ${visitorId}::uuid as mine`);
  return used?.mine ? found : { refused: 'used_signature' };
}

async function bySignature(ctx: Ctx, pixel: PixelRow, identity: { who: string; at: number; sig: string }): Promise<Identified> {
  if (!isSignedBy(pixelSecret(pixel.id, pixel.secretVersion), identity)) return { refused: 'bad_signature' };
  const age = ctx.now.getTime() - identity.at * 1000;
  if (age < -5 * 60_000 || age > pixelLimits.signatureHours * 3_600_000) return { refused: 'expired_signature' };
  const who = identity.who.trim();
  const uuid = who.startsWith('con_') ? decodeId('contact', who) : null;
  const email = who.includes('@') ? normaliseEmail(who).ok : undefined;
  const phone = uuid || email ? undefined : normalisePhone(who).ok;
  const is = uuid ? eq(contacts.id, uuid) : email ? eq(contacts.email, email) : phone ? eq(contacts.phone, phone) : undefined;
  if (!is) return { refused: 'unknown_contact' };
  const [row] = await ctx.db
    .select({ id: contacts.id })
    .from(contacts)
    .where(and(eq(contacts.orgId, ctx.orgId), is));
  return row ? { contactId: row.id } : { refused: 'unknown_contact' };
}

async function byToken(ctx: Ctx, token: string): Promise<Identified> {
  const read = readVisitToken(token, ctx.now);
  if ('refused' in read) return read;
  const [row] = await ctx.db
    .select({ contactId: messages.contactId })
    .from(messages)
    .where(and(eq(messages.orgId, ctx.orgId), eq(messages.id, read.messageId)));
  return row?.contactId ? { contactId: row.contactId } : { refused: 'unknown_contact' };
}
