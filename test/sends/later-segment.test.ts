import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catcher, startCatcher } from '@/server/channels/catcher/start';
import { audiences, contacts } from '@/server/db/schema/contacts';
import { auditLog } from '@/server/db/schema/platform';
import { getSend } from '@/server/sends/get-send';
import { startSend } from '@/server/sends/start-send';
import type { World } from '@/server/sends/world';
import { createAudience, createContacts, createContext, uuidOf } from '../factory';
import { createTemplate, ledger, openTestDatabase, schedule, testWorld } from './setup';

const held = openTestDatabase();
let catcher: Catcher;
let world: World;
beforeAll(async () => {
  catcher = await startCatcher({ databaseUrl: held.url });
  world = testWorld(held.url, catcher);
});
afterAll(async () => {
  await world.channels.email().close();
  await world.db.$client.end();
  await catcher.stop();
});

const segment = { kind: 'segment', segmentType: 'dynamic', filter: { datatype: 'contact', where: { country: 'DE' } } } as const;

describe('a later send to a dynamic segment', () => {
  it('estimates now, and freezes whoever matches when it starts: once', async () => {
    const ctx = await createContext(held.db);
    const [ann, bob] = await createContacts(ctx, [{ country: 'DE' }, { country: 'DE' }, { country: 'FR' }]);
    const audience = await createAudience(ctx, [], segment);
    const at = new Date(ctx.now.getTime() + 3_600_000).toISOString();
    const answer = await schedule(ctx, audience.id, { template: await createTemplate(ctx, { subject: 'Hi {{plan}}' }), scheduled_at: at });
    expect(answer).toMatchObject({ estimate: true, total: 2, scheduled: 2, starts_at: at });
    expect(answer.warnings).toEqual([{ code: 'empty_variable', message: 'variable `plan` is empty for 2 of 2' }]);
    const sendId = uuidOf('send', answer.send_id);
    expect(await ledger(held.db, sendId)).toEqual([]);
    const [event] = await held.db.execute<{ wake_at: string }>(
      sql`select data ->> 'wake_at' as wake_at from outbox where event_id = ${`send-${sendId}`}`,
    );
    expect(event?.wake_at).toBe(at);
    await ctx.db
      .update(contacts)
      .set({ country: 'FR' })
      .where(eq(contacts.id, ann?.id as string));
    const [eve] = await createContacts(ctx, [{ country: 'DE' }]);
    const batches = await startSend(world, ctx, sendId);
    expect(batches).toMatchObject([{ first: 0, last: 1, due_at: at, round: 0 }]);
    await createContacts(ctx, [{ country: 'DE' }]);
    expect(await startSend(world, ctx, sendId)).toEqual(batches);
    expect((await ledger(held.db, sendId)).map((r) => r.contact_id).sort()).toEqual([bob?.id, eve?.id].sort());
    expect(await held.db.$count(auditLog, sql`target = ${answer.send_id} and action = 'send.started'`)).toBe(1);
  });

  it('sent now, is frozen in the call', async () => {
    const ctx = await createContext(held.db);
    await createContacts(ctx, [{ country: 'DE' }, { country: 'FR' }]);
    const answer = await schedule(ctx, (await createAudience(ctx, [], segment)).id, { template: await createTemplate(ctx) });
    expect(answer).toMatchObject({ total: 1, scheduled: 1 });
    expect(answer.estimate).toBeUndefined();
  });

  it('whose audience is deleted before it starts sends nothing, and says why', async () => {
    const ctx = await createContext(held.db);
    const audience = await createAudience(ctx, [], segment);
    const at = new Date(ctx.now.getTime() + 3_600_000).toISOString();
    const { send_id } = await schedule(ctx, audience.id, { template: await createTemplate(ctx), scheduled_at: at });
    await ctx.db.delete(audiences).where(eq(audiences.id, audience.id));
    expect(await startSend(world, ctx, uuidOf('send', send_id))).toEqual([]);
    expect(await getSend(ctx, uuidOf('send', send_id))).toMatchObject({ status: 'cancelled', audience_id: null, counts: { total: 0 } });
  });

  it('that matches nobody finishes when it starts', async () => {
    const ctx = await createContext(held.db);
    const { send_id } = await schedule(ctx, (await createAudience(ctx)).id, { template: await createTemplate(ctx) });
    expect(await startSend(world, ctx, uuidOf('send', send_id))).toEqual([]);
    expect(await getSend(ctx, uuidOf('send', send_id))).toMatchObject({ status: 'finished', counts: { total: 0 } });
  });
});
