import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { AppError, invalid } from '@/contracts/errors';
import type { Ctx } from '@/server/context';

/** What goes over the wire; `body` is empty for 204. */
export type Answer = { status: number; body: string };
type Once = { route: string; key: string; bodyHash: string };

const keptFor = sql`interval '24 hours'`;

/**
 * Runs a mutation at most once per (organization, route, key). The mutation and the row with its answer commit together, so a crash
 * at any point leaves either both or neither: a retry answers again or starts afresh, and never acts twice. While it runs it holds
 * an advisory lock, which goes with its transaction, and so with a process that dies. What throws leaves nothing, the key is free.
 * @throws AppError idempotency_in_progress, idempotency_key_reused, and whatever `run` throws
 */
export async function runOnce(ctx: Ctx, once: Once, run: (ctx: Ctx) => Promise<Answer>): Promise<Answer & { replayed: boolean }> {
  return ctx.db.transaction(async (tx) => {
    const name = JSON.stringify([ctx.orgId, once.route, once.key]);
    const [lock] = await tx.execute<{ got: boolean }>(sql`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as got`);
    if (!lock?.got) throw new AppError('idempotency_in_progress', 'The first request with this Idempotency-Key is still running', [], 1);
    const [first] = await tx.execute<{ body_hash: string; status: number; response: string }>(sql`
      select body_hash, status, response from idempotency_keys
      where org_id = ${ctx.orgId} and route = ${once.route} and key = ${once.key} and created_at > now() - ${keptFor}`);
    if (first) {
      if (first.body_hash !== once.bodyHash) {
        throw new AppError('idempotency_key_reused', 'This Idempotency-Key was used with another body');
      }
      return { status: first.status, body: first.response, replayed: true };
    }
    const answer = await run({ ...ctx, db: tx });
    await tx.execute(sql`
      insert into idempotency_keys (org_id, route, key, body_hash, status, response)
      values (${ctx.orgId}, ${once.route}, ${once.key}, ${once.bodyHash}, ${answer.status}, ${answer.body})
      on conflict (org_id, route, key) do update
        set body_hash = excluded.body_hash, status = excluded.status, response = excluded.response, created_at = now()`);
    await tx.execute(sql`
      delete from idempotency_keys where ctid = any (array(
        select ctid from idempotency_keys where created_at < now() - ${keptFor} limit 100 for update skip locked))`);
    return { ...answer, replayed: false };
  });
}

/** The `Idempotency-Key` of a request, null without one. @throws AppError validation_failed when it is not 1–255 printable ASCII characters */
export function idempotencyKey(headers: Headers): string | null {
  const key = headers.get('idempotency-key');
  if (key === null) return null;
  if (!/^[\x20-\x7e]{1,255}$/.test(key))
    throw invalid(['Idempotency-Key'], 'invalid', 'the Idempotency-Key has 1 to 255 printable ASCII characters');
  return key;
}

/** SHA-256 of a JSON value, whatever the order of its keys. */
export const hashBody = (body: unknown) =>
  createHash('sha256')
    .update(JSON.stringify(body, (_, value) => (isObject(value) ? Object.fromEntries(Object.entries(value).sort(byKey)) : value)) ?? '')
    .digest('hex');

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
const byKey = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : a > b ? 1 : 0);
