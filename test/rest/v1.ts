import { expect } from 'vitest';
import { endpoints } from '@/server/rest/table';
import { v1 } from '@/server/rest/v1';
import { caller } from './call';

const bare = caller(v1);

/** A call to `/api/v1`. An answer that is not exactly what the endpoint declares, a field too many or too few, fails the test. */
export const call: typeof bare = async (method, path, body, options) => {
  const answer = await bare(method, path, body, options);
  if (answer.status >= 300) return answer;
  const [route = ''] = path.split('?');
  const e = endpoints.find((e) => e.method === method && new RegExp(`^${e.path.replace(/:\w+/g, '[^/]+')}$`).test(route));
  if (!e) throw new Error(`no endpoint for ${method} ${route}`);
  expect(answer.status).toBe(e.status);
  if (e.response) expect(e.response.parse(answer.body)).toEqual(answer.body);
  else expect(answer.text).toBe('');
  return answer;
};

/** Every page of a list, followed to its end. */
export async function pages<T extends { id: string }>(path: string, key: string, limit = 2): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = null;
  do {
    const next: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const { status, body } = await call('GET', `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${next}`, undefined, { key });
    expect(status).toBe(200);
    expect(body.data.length).toBeLessThanOrEqual(limit);
    all.push(...body.data);
    cursor = body.next_cursor;
  } while (cursor);
  return all;
}
