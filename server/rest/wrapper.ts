import type * as z from 'zod';
import { AppError, notFound } from '@/contracts/errors';
import { issuesOf } from '@/contracts/issues';
import { requireScope } from '@/server/auth/require';
import { type Ctx, newRequestId } from '@/server/context';
import { type Answer, hashBody, idempotencyKey, runOnce } from '@/server/idempotency/run-once';
import type { Gate } from './app';
import { type AnyEndpoint, isMutation } from './endpoint';
import { takeToken, tooMany } from './rate-limit';
import { readCsv, readJson } from './read-json';
import { errorAnswer, json, textFile } from './respond';

/**
 * What every route does, in this order: who is it, how often, may they, is the input right, did we answer this before; then the verb.
 * A request that is refused on the way has changed nothing and has not used up its Idempotency-Key.
 */
export async function answer(e: AnyEndpoint, request: Request, params: Record<string, string>, gate: Gate): Promise<Response> {
  const requestId = newRequestId();
  let headers: Record<string, string> = {};
  try {
    const ctx = await gate(request.headers, requestId);
    const limit = await takeToken(ctx);
    headers = limit.headers;
    if (!limit.allowed) throw tooMany();
    requireScope(ctx, e.scope);
    const { search, pathname } = new URL(request.url);
    const input = { params: parseParams(e, params), query: parseQuery(e, search), body: undefined as unknown, signal: request.signal };
    const body = e.body ? await (e.csv ? readCsv(request) : readJson(request)) : undefined;
    if (e.body) input.body = parseInput(e.body as z.ZodType, body);
    if (e.file) return await textFile(request, (await e.handler(ctx, input)) as AsyncGenerator<string>, e.file, requestId, headers);
    const run = async (ctx: Ctx): Promise<Answer> => {
      const result = await e.handler(ctx, input);
      return { status: e.status, body: e.response ? JSON.stringify(result) : '' };
    };
    const key = isMutation(e) ? idempotencyKey(request.headers) : null;
    if (key === null) {
      const first = await run(ctx);
      return json(first.body, first.status, requestId, headers);
    }
    const route = `${e.method} ${pathname}`;
    const done = await runOnce(ctx, { route, key, bodyHash: hashBody([search, body]) }, run);
    return json(done.body, done.status, requestId, { ...headers, ...(done.replayed && { 'Idempotency-Replayed': 'true' }) });
  } catch (error) {
    return errorAnswer(error, requestId, headers);
  }
}

/** An id that cannot exist names nothing. */
function parseParams(e: AnyEndpoint, params: Record<string, string>): unknown {
  if (!e.params) return undefined;
  const parsed = (e.params as z.ZodType).safeParse(params);
  if (!parsed.success)
    throw notFound(
      Object.values(params)
        .map((given) => `“${given.slice(0, 100)}”`)
        .join(', '),
    );
  return parsed.data;
}

function parseQuery(e: AnyEndpoint, search: string): unknown {
  const given: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(search)) {
    if (Object.hasOwn(given, name))
      throw new AppError('validation_failed', `\`${name}\` is given twice`, [{ path: [name], code: 'duplicate', message: 'given twice' }]);
    Object.defineProperty(given, name, { value, enumerable: true });
  }
  if (!e.query) return undefined;
  return parseInput(e.query as z.ZodType, given);
}

/** @throws AppError validation_failed with one issue per place */
export function parseInput<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = issuesOf(parsed.error);
  const [first] = issues;
  const where = first?.path.length ? `\`${first.path.join('.')}\`: ` : '';
  throw new AppError(
    'validation_failed',
    `${where}${first?.message ?? 'not valid'}${issues.length > 1 ? ` (and ${issues.length - 1} more)` : ''}`,
    issues,
  );
}
