import { Hono } from 'hono';
import { newRequestId, type PoolCtx } from '@/server/context';
import type { AnyEndpoint } from './endpoint';
import { errorAnswer, errorOf } from './respond';
import { answer } from './wrapper';

export type Gate = (headers: Headers, requestId: string) => Promise<PoolCtx>;

/**
 * The handler of a table of endpoints below a prefix. The gate is all that differs between prefixes (an API key, a user's JWT).
 * Unknown paths are 404 and other methods 405 with `Allow`, in the API's error shape.
 */
export function restApp(base: string, endpoints: AnyEndpoint[], gate: Gate): Hono {
  const app = new Hono().basePath(base);
  for (const e of endpoints) app.on(e.method, e.path, (c) => answer(e, c.req.raw, c.req.param(), gate));
  for (const path of new Set(endpoints.map((e) => e.path))) {
    const methods = endpoints.filter((e) => e.path === path).map((e) => e.method);
    const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].join(', ');
    app.all(path, () => errorOf(405, 'method_not_allowed', `This path answers ${allow}`, newRequestId(), [], { allow }));
  }
  app.notFound((c) => errorOf(404, 'not_found', `There is no ${c.req.path}`, newRequestId()));
  app.onError((error) => errorAnswer(error, newRequestId()));
  return app;
}
