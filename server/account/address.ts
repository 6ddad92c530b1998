import { inArray } from 'drizzle-orm';
import { normaliseEmail } from '@/contracts/address';
import { invalid } from '@/contracts/errors';
import type { Executor } from '@/server/db/client';
import { user } from '@/server/db/schema/auth';

/** The normal form. @throws AppError validation_failed at `email` */
export function addressOf(typed: string): string {
  const { ok, error } = normaliseEmail(typed);
  if (!ok) throw invalid(['email'], 'invalid_address', error ?? 'not an address');
  return ok;
}

/** Whose account it is. Accounts keep their address as it was typed, in lower case, or in normal form. */
export async function findByAddress(db: Executor, typed: string): Promise<{ id: string; name: string; email: string } | undefined> {
  const spellings = [typed.trim().toLowerCase(), addressOf(typed)];
  const [row] = await db.select({ id: user.id, name: user.name, email: user.email }).from(user).where(inArray(user.email, spellings));
  return row;
}
