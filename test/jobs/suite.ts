import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from './backends';
import { type Effect, pause } from './effects';

const labels = (effects: Effect[]): string[] => effects.map((effect) => effect.label);

/** The most that were between `start` and `end` at one time. */
function peak(effects: Effect[]): number {
  let now = 0;
  let most = 0;
  for (const { label } of effects) {
    now += label.endsWith('start') ? 1 : -1;
    most = Math.max(most, now);
  }
  return most;
}

/**
 * What Muster's functions may rely on, whoever executes them. Asserts on side effects only, never on an executor's API.
 */
export function behaviour(name: string, open: () => Promise<Backend>): void {
  describe.concurrent(`functions on ${name}`, { timeout: 80_000 }, () => {
    let backend: Backend;
    beforeAll(async () => {
      backend = await open();
    });
    afterAll(() => backend?.close());

    const send = async (event: string, data: Record<string, unknown> = {}, id?: string) => {
      const key = (data.key as string | undefined) ?? randomUUID();
      await backend.inngest.send({ name: event, id, data: { ...data, key } });
      return key;
    };
    const until = (key: string, label: string, n = 1) => backend.effects.until(key, label, n, backend.patience.step);
    const detail = async <T>(key: string, label: string): Promise<T> => (await until(key, label))[0]?.detail as T;

    it('runs steps in order, each once', async () => {
      const key = await send('t/seq', { n: 5 });
      const [end] = await until(key, 'end');
      expect(end?.detail).toEqual({ sum: 10 });
      expect(labels(await backend.effects.of(key))).toEqual(['s0', 's1', 's2', 's3', 's4', 'end']);
    });

    it('runs parallel steps, then what follows them', async () => {
      const key = await send('t/parallel');
      const [end] = await until(key, 'end');
      expect(end?.detail).toBe('abzc');
      const all = labels(await backend.effects.of(key));
      expect(all.slice(0, 3).sort()).toEqual(['branch a', 'branch b', 'branch c']);
      expect(all).toHaveLength(4);
    });

    it('goes on with the winner of a race', async () => {
      const key = await send('t/race');
      expect((await until(key, 'end'))[0]?.detail).toBe('fast');
    });

    it('fans out under a concurrency limit', async () => {
      const key = await send('t/fan', { n: 20 });
      await until(key, 'item end', 20);
      const items = await backend.effects.of(key, 'item');
      expect(items).toHaveLength(40);
      expect(peak(items)).toBeLessThanOrEqual(5);
      expect(peak(items)).toBeGreaterThan(1);
    });

    it('limits concurrency per key', async () => {
      const key = randomUUID();
      const [a, b] = [`a-${key}`, `b-${key}`];
      await backend.inngest.send([a, b, a, b, a, b].map((account) => ({ name: 't/keyed', data: { key, account } })));
      await backend.effects.until(key, '', 12, backend.patience.step);
      for (const account of [a, b]) expect(peak(await backend.effects.of(key, account))).toBe(1);
    });

    it('holds two concurrency limits at once', async () => {
      const key = randomUUID();
      const accounts = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((account) => [`${account}-${key}`, `${account}-${key}`]);
      await backend.inngest.send(accounts.map((account) => ({ name: 't/twice', data: { key, account } })));
      await backend.effects.until(key, '', 24, backend.patience.step);
      expect(peak(await backend.effects.of(key))).toBeLessThanOrEqual(3);
      for (const account of new Set(accounts)) expect(peak(await backend.effects.of(key, account))).toBe(1);
    });

    it('tries a failed step again, and only that step', async () => {
      const key = await send('t/flaky');
      const [end] = await until(key, 'end');
      expect(end?.detail).toBe('recovered');
      expect(labels(await backend.effects.of(key))).toEqual(['before', 'try', 'try', 'try', 'end']);
    });

    it('lets the function catch a step that failed for good', async () => {
      const key = await send('t/caught');
      expect((await until(key, 'end'))[0]?.detail).toBe('nope');
      expect(await backend.effects.count(key, 'try')).toBe(2);
    });

    it('calls onFailure once when the retries are used up', async () => {
      const key = await send('t/fails');
      const [failure] = await until(key, 'failure');
      expect(failure?.detail).toBe('always fails');
      const tries = await backend.effects.of(key, 'try');
      expect(tries).toHaveLength(3);
      expect(failure?.run).toBe(tries[0]?.run);
    });

    it('does not try a NonRetriableError again', async () => {
      const key = await send('t/fails', { fatal: true });
      expect((await until(key, 'failure'))[0]?.detail).toBe('fatal');
    });

    it('waits as long as RetryAfterError says, and sleeps until a date, never less', async () => {
      const key = await send('t/later');
      const { late } = await detail<{ late: number }>(key, 'end');
      const [first, second] = await backend.effects.of(key, 'try');
      // a server cuts the delay to whole seconds
      expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(900);
      expect(late).toBeGreaterThanOrEqual(0);
    });

    it('cancels the run that an event matches, and no other', async () => {
      const key = randomUUID();
      const [stopped, kept] = [`stopped-${key}`, `kept-${key}`];
      await backend.inngest.send([stopped, kept].map((id) => ({ name: 't/long', data: { key, id } })));
      await until(key, stopped);
      await until(key, kept);
      await send('t/stop', { key, id: stopped });
      await until(key, `${kept} after`);
      await pause(500);
      expect(await backend.effects.count(key, `${stopped} after`)).toBe(0);
    });

    it('waits for an event that fits its condition', async () => {
      const key = await send('t/wait', { timeout: '20s' });
      await until(key, 'ready');
      await pause(backend.patience.settle);
      await send('t/reply', { key, n: 1 });
      await send('t/reply', { key: randomUUID(), n: 9 });
      await pause(300);
      expect(await backend.effects.count(key, 'end')).toBe(0);
      await send('t/reply', { key, n: 7 });
      expect((await until(key, 'end'))[0]?.detail).toBe(7);
    });

    it('goes on when the event does not come in time', async () => {
      const key = await send('t/wait', { timeout: '1s' });
      expect((await until(key, 'end'))[0]?.detail).toBe('timed out');
    });

    it('invokes functions: a result, a failure, a time-out', async () => {
      const key = await send('t/parent');
      const { ok, failed, late } = await detail<Record<string, unknown>>(key, 'end');
      expect(ok).toEqual({ doubled: 42 });
      expect(failed).toContain('child failed');
      expect(String(late).toLowerCase()).toContain('timed out');
    });

    it('starts one run per idempotency key', async () => {
      const key = randomUUID();
      await send('t/idempotent', { key, once: key });
      await send('t/idempotent', { key, once: key });
      await until(key, 'once');
      await pause(500);
      expect(await backend.effects.count(key, 'once')).toBe(1);
    });

    it('takes an event id once', async () => {
      const key = randomUUID();
      await send('t/seq', { key, n: 1 }, `id-${key}`);
      await send('t/seq', { key, n: 1 }, `id-${key}`);
      await until(key, 'end');
      await pause(500);
      expect(await backend.effects.count(key, 'end')).toBe(1);
    });

    it('starts only the runs whose trigger condition holds', async () => {
      const key = randomUUID();
      for (const amount of [5, 50]) await send('t/if', { key, amount });
      await until(key, 'amount');
      await pause(300);
      expect((await backend.effects.of(key)).map((effect) => effect.detail)).toEqual([50]);
    });

    it('works without checkpoints, and tells steps of the same id apart', async () => {
      const key = await send('t/plain');
      await until(key, 'end');
      expect(labels(await backend.effects.of(key))).toEqual(['p0', 'p1', 'p2', 'p3', 'p4', 'end']);
    });

    it('fires a cron', async () => {
      const [tick] = await backend.effects.until('cron', 'tick', 1, backend.patience.cron);
      expect(tick?.detail).toBe('inngest/scheduled.timer');
    });
  });
}
