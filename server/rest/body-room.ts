import { AppError } from '@/contracts/errors';

const holder = globalThis as typeof globalThis & { musterBodies?: Map<string, number> };

/**
 * Runs `run` while `bytes` of a body that nobody vouches for yet are held; so much at once for one `key`, and in this process. Refused
 * before anything is read, so that memory stays bounded however slowly and however many send.
 * @param most in bytes @throws AppError rate_limited
 */
export async function withRoom<T>(key: string, bytes: number, most: { key: number; process: number }, run: () => Promise<T>): Promise<T> {
  holder.musterBodies ??= new Map();
  const held = holder.musterBodies;
  const own = held.get(key) ?? 0;
  const all = [...held.values()].reduce((sum, n) => sum + n, 0);
  if (own + bytes > most.key || all + bytes > most.process)
    throw new AppError('rate_limited', 'Too many requests at once: wait for the seconds in Retry-After', [], 1);
  held.set(key, own + bytes);
  try {
    return await run();
  } finally {
    const left = (held.get(key) ?? 0) - bytes;
    if (left > 0) held.set(key, left);
    else held.delete(key);
  }
}
