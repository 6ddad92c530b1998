import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '@/server/context';
import { messageEventTypes } from '@/server/db/schema/tracking';
import { checkTotals } from '@/server/reports/check-totals';
import { foldDeltas } from '@/server/reports/fold-deltas';
import { rebuildTotals } from '@/server/reports/rebuild-totals';
import { totals } from '@/server/reports/totals';
import { type MessageEventInput, recordMessageEvents } from '@/server/tracking/record-message-events';
import { createAudience, createContacts, createContext } from '../factory';
import { openTestDatabase } from '../sends/setup';
import { createSent, type Stay, writeStays } from './setup';

const held = openTestDatabase();
const HOUR = 3_600_000;
const start = Date.parse('2026-03-01T20:00:00Z');
const at = (hour: number) => new Date(start + hour * HOUR);

type World = Awaited<ReturnType<typeof makeWorld>>;
async function makeWorld() {
  const ctx = await createContext(held.db);
  const people = await createContacts(ctx, 4);
  const audiences = [await createAudience(ctx), await createAudience(ctx), await createAudience(ctx)];
  const ids = people.map((p) => p.id);
  const sent = [
    await createSent(ctx, ids, { startsAt: at(-1), audienceId: audiences[0]?.id }),
    await createSent(ctx, ids.slice(1), { startsAt: at(5), channel: 'sms' }),
  ];
  return { ctx, people: ids, audiences: audiences.map((a) => a.id), sent, messages: sent.flatMap((s) => s.messages) };
}

const event = fc.record({
  message: fc.nat(6),
  type: fc.constantFrom(...messageEventTypes),
  hour: fc.nat(60),
  bot: fc.boolean(),
  key: fc.nat(25),
});
const stay = fc.record({ audience: fc.nat(2), person: fc.nat(3), from: fc.nat(50), hours: fc.option(fc.integer({ min: 1, max: 30 })) });
const history = fc.record({
  events: fc.array(event, { minLength: 1, maxLength: 40 }),
  stays: fc.uniqueArray(stay, { maxLength: 5, selector: (s) => `${s.audience}/${s.person}` }),
  folds: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  order: fc.nat(),
});

type Total = Record<string, [events: number, firsts: number, bots: number]>;

/** The totals in plain words: each event once, each message once for a type, where its first event of a person is. */
function oracle(world: World, events: readonly MessageEventInput[], stays: readonly Stay[]): Total {
  const out: Total = {};
  const add = (key: string, n: [number, number, number]) => {
    const old = out[key] ?? [0, 0, 0];
    out[key] = [old[0] + n[0], old[1] + n[1], old[2] + n[2]];
  };
  const count = (messageId: string, type: string, when: Date, n: [number, number, number]) => {
    const send = world.sent.find((s) => s.messages.some((m) => m.id === messageId));
    const message = send?.messages.find((m) => m.id === messageId);
    if (!send || !message) throw new Error('a message of nobody');
    const inside = stays
      .filter((s) => s.contactId === message.contactId && s.from <= when && (!s.to || s.to > when))
      .map((s) => s.audienceId);
    if (send === world.sent[0]) inside.push(world.audiences[0] ?? '');
    for (const [basis, day] of [
      ['event', when],
      ['send', message.scheduledAt],
    ] as const) {
      const on = day.toISOString().slice(0, 10);
      add([basis, on, send.id, message.variant, message.channel, type].join(), n);
      for (const audience of new Set(inside)) add([basis, on, audience, message.channel, type].join(), n);
    }
  };
  for (const m of world.messages) count(m.id, 'sent', m.sentAt, [1, 1, 0]);
  const first = new Map<string, MessageEventInput>();
  for (const e of new Map(events.map((e) => [e.dedupeId, e])).values()) {
    count(e.messageId, e.type, e.occurredAt, e.isBot ? [0, 0, 1] : [1, 0, 0]);
    const key = e.messageId + e.type;
    if (!e.isBot && !((first.get(key)?.occurredAt ?? e.occurredAt) < e.occurredAt)) first.set(key, e);
  }
  for (const e of first.values()) count(e.messageId, e.type, e.occurredAt, [0, 1, 0]);
  return out;
}

async function reported(ctx: Ctx): Promise<Total> {
  const all = totals(ctx.orgId);
  const out: Total = {};
  const rows = [
    ...(await ctx.db.execute<Record<string, string | number>>(all.days)),
    ...(await ctx.db.execute<Record<string, string | number>>(all.audienceDays)),
  ];
  for (const r of rows) {
    const key =
      'send_id' in r ? [r.basis, r.day, r.send_id, r.variant, r.channel, r.type] : [r.basis, r.day, r.audience_id, r.channel, r.type];
    const old = out[key.join()] ?? [0, 0, 0];
    out[key.join()] = [old[0] + Number(r.events), old[1] + Number(r.firsts), old[2] + Number(r.bots)];
  }
  return Object.fromEntries(Object.entries(out).filter(([, n]) => n.some((x) => x !== 0)));
}

describe('late, twice, out of order, at the same time, folded in between', () => {
  let sample: World;
  beforeAll(async () => {
    sample = await makeWorld();
  });

  test('the totals are what the ledger adds up to', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ events, stays, folds, order }) => {
        const world = await makeWorld();
        const kept: Stay[] = stays.map((s) => ({
          audienceId: world.audiences[s.audience] ?? '',
          contactId: world.people[s.person] ?? '',
          from: at(s.from),
          to: s.hours === null ? null : at(s.from + s.hours),
        }));
        await writeStays(world.ctx, kept);
        // one key is one event: what repeats it says the same
        const byKey = new Map(events.map((e) => [e.key, e]));
        const inputs = events.map(({ key }): MessageEventInput => {
          const e = byKey.get(key);
          const message = world.messages[e?.message ?? 0];
          if (!e || !message) throw new Error('no message');
          return { messageId: message.id, type: e.type, occurredAt: at(e.hour), isBot: e.bot, dedupeId: `e${key}` };
        });
        const shuffled = inputs
          .map((e, i) => ({ e, at: ((i + 1) * (order + 7919)) % 104_729 }))
          .sort((a, b) => a.at - b.at)
          .map(({ e }) => e);
        const record = (some: MessageEventInput[]) =>
          held.db.transaction((tx) => recordMessageEvents({ ...world.ctx, db: tx as unknown as Ctx['db'] }, some));
        const third = Math.ceil(shuffled.length / 3);
        for (const [i, fold] of folds.entries()) {
          const part = shuffled.slice(i * third, (i + 1) * third);
          const half = part.length >> 1;
          await Promise.all([record(part.slice(0, half)), record(part.slice(half)), ...part.slice(0, 2).map((e) => record([e]))]);
          if (fold) await foldDeltas(held.db, -1_000);
        }
        expect(await reported(world.ctx)).toEqual(oracle(world, inputs, kept));
        expect(await checkTotals(world.ctx)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  }, 240_000);

  test('a total that was changed by hand is found, and rebuilding puts it right', async () => {
    const { ctx, messages } = sample;
    await recordMessageEvents(
      ctx,
      messages.map((m) => ({ messageId: m.id, type: 'opened', occurredAt: at(30) })),
    );
    await foldDeltas(held.db, -1_000);
    const before = await reported(ctx);
    await ctx.db.execute("update report_days set firsts = firsts + 1 where type = 'opened' and basis = 'event'");
    const [wrong] = await checkTotals(ctx);
    expect(wrong).toMatchObject({ key: { basis: 'event', type: 'opened' } });
    expect((wrong?.reported[1] ?? 0) - (wrong?.ledger[1] ?? 0)).toBe(1);
    await held.db.transaction((tx) => rebuildTotals({ ...ctx, db: tx as unknown as Ctx['db'] }), { isolationLevel: 'repeatable read' });
    expect(await reported(ctx)).toEqual(before);
  });
});
