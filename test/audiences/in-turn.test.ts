import { expect, test } from 'vitest';
import { inTurn } from '@/components/audiences/in-turn';

const never = new AbortController().signal;
const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

test('one after the other, also after one that failed', async () => {
  const log: string[] = [];
  const job = (name: string) => async () => {
    log.push(`${name} begins`);
    await tick();
    log.push(`${name} ends`);
    if (name === 'a') throw new Error('a');
    return name;
  };
  const results = await Promise.allSettled([inTurn(never, job('a')), inTurn(never, job('b'))]);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  expect(results).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled', value: 'b' }]);
});

test('one that is aborted while it waits is never run', async () => {
  const left = new AbortController();
  const first = inTurn(never, tick);
  let ran = false;
  const second = expect(inTurn(left.signal, async () => (ran = true))).rejects.toBe('gone');
  left.abort('gone');
  await Promise.all([first, second]);
  expect(ran).toBe(false);
});
