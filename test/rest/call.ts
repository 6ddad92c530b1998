import type { Hono } from 'hono';

// biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
type Called<T = any> = { status: number; headers: Headers; text: string; body: T };

type Options = { key?: string | null; headers?: Record<string, string> };

/** Calls an app as its route handler does: a real Request in, the Response read out. A body that is a string goes as it is. */
export const caller =
  (app: Hono) =>
  async (method: string, path: string, body?: unknown, options: Options = {}): Promise<Called> => {
    const headers = new Headers(body === undefined ? {} : { 'content-type': 'application/json' });
    if (options.key) headers.set('authorization', `Bearer ${options.key}`);
    for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value);
    const init: RequestInit = { method, headers };
    if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await app.fetch(new Request(`http://localhost:3000/api/v1${path}`, init));
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.startsWith('application/json');
    return { status: answer.status, headers: answer.headers, text, body: isJson && text ? JSON.parse(text) : undefined };
  };
