import { sql } from 'drizzle-orm';
import { pixelLimits } from '@/contracts/pixel';
import { decrypt, encrypt, keyFor } from '@/server/channels/gcm';
import type { Database } from '@/server/db/client';
import { env } from '@/server/env';

type Settings = { MUSTER_SECRET: string };
const version = 1;

/** The parameter under which a link out of a message carries the token; the script takes it out of the address bar. */
const visitParameter = '_mv';

/** Says that whoever opens this page now came from that message: AES-256-GCM, 15 minutes, good for the first browser that shows it. */
export function createVisitToken(messageId: string, now: Date, settings: Settings = env()): string {
  const plain = Buffer.alloc(23);
  plain[0] = version;
  plain.write(messageId.replaceAll('-', ''), 1, 'hex');
  plain.writeUIntBE(now.getTime(), 17, 6);
  return encrypt(keyOf(settings), plain).toString('base64url');
}

/** The message of a token of ours that is not too old, else why not. */
export function readVisitToken(
  token: string,
  now: Date,
  settings: Settings = env(),
): { messageId: string } | { refused: 'bad_token' | 'expired_token' } {
  if (!/^[A-Za-z0-9_-]{68}$/.test(token)) return { refused: 'bad_token' };
  const plain = decrypt(keyOf(settings), Buffer.from(token, 'base64url'));
  if (plain?.[0] !== version) return { refused: 'bad_token' };
  const age = now.getTime() - plain.readUIntBE(17, 6);
  if (age < -5 * 60_000 || age > pixelLimits.visitMinutes * 60_000) return { refused: 'expired_token' };
  return {
    messageId: plain
      .subarray(1, 17)
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  };
}

const keyOf = ({ MUSTER_SECRET }: Settings) => keyFor('visits from messages', MUSTER_SECRET);

/** A link's target, with a token when it leads to a site with a pixel of the message's organization. */
export async function withVisit(db: Database, messageId: string, target: URL, now: Date): Promise<URL> {
  const rows = await db.execute(sql`
    select from messages m join pixels p on p.org_id = m.org_id where m.id = ${messageId}::uuid and ${target.origin} = any(p.origins) limit 1`);
  if (!rows.length) return target;
  const tagged = new URL(target);
  tagged.searchParams.set(visitParameter, createVisitToken(messageId, now));
  return tagged;
}
