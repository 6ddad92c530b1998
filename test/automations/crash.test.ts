import { fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '@/contracts/ids';
import { currentVersion, findAutomation } from '@/server/automations/find-automation';
import { startRuns } from '@/server/automations/start-runs';
import type { World } from '@/server/sends/world';
import { bundle, removeBundles } from '../bundle';
import { createAudience, createContact, createContext } from '../factory';
import { closeWorld, faultWorld } from '../faults/world';
import { createTemplate, openTestDatabase } from '../sends/setup';
import { createActive, detail, drive, runsOf } from './setup';

const held = openTestDatabase();
const calls: { id: string; run: string; signature: string }[] = [];
let receiver: http.Server;
let world: World;
let driver: string;
beforeAll(async () => {
  driver = await bundle('test/automations/driver.ts');
  process.env.WEBHOOK_ALLOW_PRIVATE = '1';
  world = faultWorld(held.url, 'smtp://127.0.0.1:9', 'http://127.0.0.1:9');
  receiver = http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { headers } = request;
    calls.push({ id: String(headers['webhook-id']), signature: String(headers['webhook-signature']), run: JSON.parse(body).data.run_id });
    response.end('ok');
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  delete process.env.WEBHOOK_ALLOW_PRIVATE;
  await closeWorld(world);
  receiver.close();
  removeBundles();
});

const STEPS = 7;
const points = ['step.before', 'step.inside', 'step.after'].flatMap((point) =>
  Array.from({ length: STEPS }, (_, i) => `${point}:${i + 1}`),
);

/** A run of every kind of effect, whose first driver dies at the point and whose second goes on. */
async function crash(crashpoint: string) {
  const ctx = await createContext(held.db);
  const contact = await createContact(ctx);
  const list = await createAudience(ctx);
  const template = await createTemplate(ctx);
  const { port } = receiver.address() as AddressInfo;
  const id = await createActive(ctx, {
    steps: [
      { id: 'tag', type: 'tag', tag: 'seen' },
      { id: 'field', type: 'set_field', field: 'metadata.n', value: 'x' },
      { id: 'add', type: 'add_to_audience', audience_id: encodeId('audience', list.id) },
      { id: 'mail', type: 'send', channel: 'email', template, from: 'hello@example.com' },
      { id: 'call', type: 'webhook', url: `http://127.0.0.1:${port}/hook` },
      {
        id: 'where',
        type: 'branch',
        filter: { datatype: 'contact', where: { tags: 'seen' } },
        yes: [{ id: 'yes', type: 'tag', tag: 'yes' }],
        no: [{ id: 'no', type: 'tag', tag: 'no' }],
      },
    ],
  });
  const version = await currentVersion(ctx, await findAutomation(ctx, id));
  await startRuns(ctx, version, [{ contactId: contact.id, key: 'one', trigger: { type: 'webhook' }, chain: 0 }]);
  const [run] = await runsOf(held.db, id);
  if (!run) throw new Error('no run');
  const child = fork(driver, {
    execArgv: [],
    env: { ...process.env, NODE_ENV: 'test', DATABASE_URL: held.url, ORG: ctx.orgId, RUN: run.id, CRASHPOINT: crashpoint },
  });
  const [, signal] = await once(child, 'exit');
  if (signal !== 'SIGKILL') throw new Error(`it was to die at ${crashpoint}, but ended with ${signal}`);
  await drive(world, ctx, run);
  return { ctx, id, run, contact };
}

describe('a driver killed at', () => {
  it.concurrent.each([...points, 'webhook.after:1'])('%s: each effect once, none lost', { timeout: 60_000 }, async (crashpoint) => {
    const { ctx, id, run, contact } = await crash(crashpoint);
    const after = await detail(ctx, id, run);
    expect(after.steps.map((step) => `${step.step_id}:${step.status}`)).toEqual(
      ['tag', 'field', 'add', 'mail', 'call', 'where', 'yes'].map((step) => `${step}:done`),
    );
    expect(after.status).toBe('completed');
    const [row] = await held.db.execute<{ tags: string[]; messages: number; audits: number; batches: number }>(sql`
      select tags, (select count(*)::int from messages where contact_id = ${contact.id}) as messages,
             (select count(*)::int from audit_log where org_id = ${ctx.orgId} and action = 'contact.updated') as audits,
             (select count(*)::int from outbox where name = 'send/batch' and data ->> 'org_id' = ${ctx.orgId}) as batches
      from contacts where id = ${contact.id}`);
    expect(row).toEqual({ tags: ['seen', 'yes'], messages: 1, audits: 3, batches: 1 });
    const mine = calls.filter((call) => call.run === after.id);
    expect(mine.length).toBeGreaterThanOrEqual(1);
    expect(mine.length).toBeLessThanOrEqual(crashpoint === 'webhook.after:1' ? 2 : 1);
    expect(new Set(mine.map((call) => call.id)).size).toBe(1); // every try under the same webhook-id
    expect(mine.every((call) => call.signature.startsWith('v1,'))).toBe(true);
  });
});
