import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { GET } from '@/app/api/internal/audiences/[id]/export/route';
import { encodeId } from '@/contracts/ids';
import type { Ctx } from '@/server/context';
import { inSnapshot } from '@/server/db/snapshot';
import { textFile } from '@/server/rest/respond';
import { v1 } from '@/server/rest/v1';
import { createAudience } from '@/test/factory';
import { keyOf, signIn, type TestApp, tenant, testApp } from './app';

let app: TestApp;
let ctx: Ctx;
let cookie: string;
let key: string;
let list: string;
beforeAll(async () => {
  app = await testApp();
  const made = await tenant(app.db);
  ctx = made.ctx;
  cookie = await signIn(app, made.email);
  key = await keyOf(ctx, ['read:contacts']);
  list = encodeId('audience', (await createAudience(ctx, 1_000)).id);
});
afterAll(() => app.close());

const file = { type: 'text/csv', name: 'x.csv' } as const;
const get = (init: RequestInit = {}) => new Request(`${app.url}/api/internal/audiences/${list}/export`, { headers: { cookie }, ...init });
const download = (request: Request) => GET(request, { params: Promise.resolve({ id: list }) });

/** Other sessions of this test's database in a transaction, or in a statement. */
async function busy(): Promise<string[]> {
  const rows = await app.db.execute<{ query: string }>(sql`
    select query from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' and state <> 'idle'`);
  return rows.map((row) => row.query);
}

/** Texts of 1,000 characters, and how many were made and whether it was ended. */
function counted(parts: number) {
  const seen = { made: 0, ended: false };
  async function* make() {
    try {
      while (seen.made < parts) {
        seen.made += 1;
        yield 'é'.repeat(1_000);
      }
    } finally {
      seen.ended = true;
    }
  }
  return { seen, parts: make() };
}

test('no part is made before the reader asks for it', async () => {
  const { seen, parts } = counted(5);
  const { body } = await textFile(get(), parts, file, 'req');
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(seen.made).toBe(1);
  const reader = body?.getReader();
  for (const made of [1, 2, 3]) {
    expect((await reader?.read())?.value).toHaveLength(2_000);
    expect(seen.made).toBe(made);
  }
  await reader?.cancel();
  expect(seen).toEqual({ made: 3, ended: true });
});

test('a slow reader has few rows read for it; one that stops ends the transaction', async () => {
  const answer = await download(get());
  const reader = answer.body?.getReader();
  await reader?.read(); // the head
  const first = new TextDecoder().decode((await reader?.read())?.value);
  expect(first.split('\r\n').length - 1).toBeLessThanOrEqual(100);
  expect(await busy()).toEqual(['fetch 100 from people']);
  await reader?.cancel();
  expect(await busy()).toEqual([]);
});

test('the whole file is the same in parts', async () => {
  const text = await (await download(get())).text();
  expect(text.trimEnd().split('\r\n')).toHaveLength(1_001);
});

test('HEAD is answered as GET is, and leaves no transaction open', async () => {
  const direct = await download(get({ method: 'HEAD' }));
  const api = await v1.request(`/api/v1/audiences/${list}/export`, { method: 'HEAD', headers: { authorization: `Bearer ${key}` } });
  for (const answer of [direct, api]) {
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(await answer.text()).toBe('');
  }
  expect(await busy()).toEqual([]);
  const unknown = await v1.request(`/api/v1/audiences/${encodeId('audience', ctx.orgId)}/export`, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${key}` },
  });
  expect(unknown.status).toBe(404);
});

test('a reader that went away ends the statement that runs, or the transaction between two', async () => {
  const client = new AbortController();
  const slow = inSnapshot<string>({ db: app.db, signal: client.signal }, async (tx, give) => {
    await give('head');
    await tx.execute(sql`select pg_sleep(60)`);
  });
  expect((await slow.next()).value).toBe('head');
  const next = expect(slow.next()).rejects.toBe('gone');
  await vi.waitFor(async () => expect(await busy()).toEqual(['select pg_sleep(60)']));
  client.abort('gone');
  await next;
  expect(await busy()).toEqual([]);

  const other = new AbortController();
  await download(get({ signal: other.signal }));
  expect(await busy()).toHaveLength(1);
  other.abort();
  await vi.waitFor(async () => expect(await busy()).toEqual([]));
});

test('one that had gone before the first part has nothing made', async () => {
  const gone = AbortSignal.abort('gone');
  const work = vi.fn();
  await expect(inSnapshot({ db: app.db, signal: gone }, work).next()).rejects.toBe('gone');
  expect(work).not.toHaveBeenCalled();
});
