import { normaliseEmail, normalisePhone } from '@/contracts/address';
import { invalid } from '@/contracts/errors';
import type { Channel } from '@/contracts/limits';

/** The address in the form in which contacts and messages hold it; 422 when it is none of that channel. */
export function normalAddress(channel: Channel, address: string): string {
  const { ok, error } = channel === 'email' ? normaliseEmail(address) : normalisePhone(address);
  if (ok === undefined) throw invalid(['address'], channel === 'email' ? 'invalid_email' : 'invalid_phone', error);
  return ok;
}
