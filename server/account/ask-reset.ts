import { uuidv7 } from 'uuidv7';
import type { OpenCtx } from '@/server/auth/session';
import { findByAddress } from './address';
import { postMail } from './mail-rows';

/**
 * Has a link sent that sets a new password, when the address has an account. Whether it has one can be told neither from the answer nor from
 * its time: the same statements run for nobody, and the job that sends finds that out.
 * @throws AppError validation_failed for what is no address
 */
export async function askReset({ db, now }: OpenCtx, input: { email: string }): Promise<{ asked: true }> {
  await db.transaction(async (tx) => {
    const person = await findByAddress(tx, input.email);
    await postMail(tx, now, 'reset', person?.id ?? uuidv7());
  });
  return { asked: true };
}
