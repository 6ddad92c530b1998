import { expect, test } from 'vitest';
import { type Import, judge } from '@/scripts/imports/layers';
import { readPlaywright, readVitest } from '@/scripts/test/step';

const own = (file: string, target: string, typeOnly = false): Import => ({ file, target, own: true, typeOnly });
const pack = (file: string, target: string): Import => ({ file, target, own: false, typeOnly: false });

test.each([
  own('app/page.tsx', 'server/trpc/caller.ts'),
  own('components/list.tsx', 'server/trpc/root.ts', true),
  own('server/rest/send.ts', 'server/sends/schedule-send.ts'),
  own('server/sends/schedule-send.ts', 'server/jobs/outbox.ts'),
  own('server/sends/schedule-send.ts', 'server/filter/compile.ts'),
  own('test/x.test.ts', 'server/sends/schedule-send.ts'),
  pack('components/list.tsx', 'react'),
])('$file may import $target', (one) => {
  expect(judge(one)).toBeNull();
});

test.each([
  own('app/page.tsx', 'server/sends/schedule-send.ts'),
  own('components/list.tsx', 'server/trpc/root.ts'),
  own('components/list.tsx', 'server/sends/schedule-send.ts', true),
  own('server/sends/schedule-send.ts', 'server/rest/route.ts'),
  own('server/sends/schedule-send.ts', 'server/jobs/worker.ts'),
  own('server/db/client.ts', 'server/sends/schedule-send.ts'),
  own('contracts/send.ts', 'server/context.ts'),
  own('filter/parse.ts', 'server/filter/compile.ts'),
  own('server/sends/schedule-send.ts', 'scripts/seed.ts'),
  pack('server/sends/schedule-send.ts', 'next/headers'),
  pack('contracts/send.ts', 'react'),
])('$file must not import $target, and is told where it belongs', (one) => {
  expect(judge(one)).toMatch(/^imports \S+: ?\S/);
});

test('the counts of the runners’ reports', () => {
  expect(readVitest({ numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 })).toEqual({
    passed: 3,
    failed: 1,
    skipped: 3,
  });
  expect(readPlaywright({ stats: { expected: 4, unexpected: 1, flaky: 0, skipped: 2 } })).toEqual({ passed: 4, failed: 1, skipped: 2 });
});
