import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '@/server/context';
import { followOrganization } from '@/server/membership/follow';
import type { Change } from '@/server/membership/on-change';
import { watchAudience } from '@/server/membership/watch-audience';
import { createAudience, createContacts, createContext } from '../factory';
import { openTestDatabase } from '../sends/setup';

const held = openTestDatabase();
let ctx: Ctx;
beforeAll(async () => {
  ctx = await createContext(held.db);
});

const segment = (where: object) =>
  createAudience(ctx, [], { kind: 'segment', segmentType: 'dynamic', filter: { datatype: 'contact', where } });

/** A follower that remembers what it was told. */
function follower(of: Ctx) {
  const heard: Change[] = [];
  return {
    heard,
    async follow(now = new Date()) {
      heard.length = 0;
      const listeners = [async (_: Ctx, changes: Change[]) => void heard.push(...changes)];
      await followOrganization(held.db, of.orgId, { now, listeners });
      return heard.map(({ kind, cause, contactId }) => ({ kind, cause, contactId }));
    },
  };
}
const inside = async (audienceId: string) =>
  (
    await held.db.execute<{ id: string }>(sql`
    select contact_id as id from audience_stays where audience_id = ${audienceId} and left_at is null order by 1`)
  ).map((r) => r.id);

describe('following', () => {
  test('those inside when a watch begins are stays, not changes; later ones are told once', async () => {
    ctx = await createContext(held.db);
    const { follow } = follower(ctx);
    const [a, b] = await createContacts(ctx, [{ tags: ['vip'] }, {}]);
    const vip = await segment({ tags: 'vip' });
    await watchAudience(ctx, vip.id, 'history');
    expect(await follow()).toEqual([]);
    expect(await inside(vip.id)).toEqual([a?.id]);
    await ctx.db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('muster.cause', 'import:x', true)`);
      await tx.execute(sql`update contacts set tags = '{vip}' where id = ${b?.id}`);
    });
    expect(await follow()).toEqual([{ kind: 'entered', cause: 'import:x', contactId: b?.id }]);
    expect(await follow()).toEqual([]);
    await ctx.db.execute(sql`delete from contacts where id = ${a?.id}`);
    expect(await follow()).toEqual([{ kind: 'left', cause: 'contacts', contactId: a?.id }]);
  });

  test('a relative date moves people within the second in which it is due, with no change of anything', async () => {
    ctx = await createContext(held.db);
    const { follow } = follower(ctx);
    const start = Date.parse('2026-03-01T10:00:00.000Z');
    const at = (ms: number) => new Date(start + ms);
    const [one, other] = await createContacts(ctx, [
      { lastEmailOpenedAt: at(60_300 - 3_600_000) },
      { lastEmailOpenedAt: at(1_500_000 - 3_600_000) },
    ]);
    const lately = await segment({ lastEmailOpenedAt: { $gte: { $now: '-PT1H' } } });
    await watchAudience(ctx, lately.id, 'history');
    await follow(at(0));
    for (let ms = 59_000; ms <= 62_000; ms += 200) {
      const moved = await follow(at(ms));
      expect({ ms, moved }).toEqual({ ms, moved: ms === 60_400 ? [{ kind: 'left', cause: 'time', contactId: one?.id }] : [] });
    }
    expect(await follow(at(1_500_001))).toEqual([{ kind: 'left', cause: 'time', contactId: other?.id }]);
  });
});
