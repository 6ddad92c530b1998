import { execFile } from 'node:child_process';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { organization } from '@/server/db/schema/auth';
import { foldDeltas } from '@/server/reports/fold-deltas';
import { createContacts, createContext } from '../factory';
import { openTestDatabase } from '../sends/setup';
import { createSent } from './setup';

const held = openTestDatabase();

type Ended = { code: number; out: string };
const reports = (...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { ...process.env, NODE_ENV: 'development' as const, DATABASE_URL: held.url };
    const cwd = path.resolve(import.meta.dirname, '../..');
    execFile(process.execPath, ['--import', 'tsx', 'scripts/reports.ts', ...args], { cwd, env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out: stdout + stderr }),
    );
  });

test('the command finds what differs from the ledger, says so with its exit code, and computes it again', { timeout: 60_000 }, async () => {
  const [ctx, other] = [await createContext(held.db), await createContext(held.db)];
  for (const one of [ctx, other]) {
    const people = await createContacts(one, 3);
    const startsAt = new Date('2026-03-01T09:00:00Z');
    await createSent(
      one,
      people.map((person) => person.id),
      { startsAt },
    );
  }
  await foldDeltas(held.db, -1_000);
  const [{ slug } = { slug: '' }] = await held.db.select({ slug: organization.slug }).from(organization).where(sql`id = ${ctx.orgId}`);
  expect(await reports('check')).toEqual({ code: 0, out: 'The totals of 2 organizations are what the ledger says.\n' });

  await held.db.execute(sql`update report_days set events = events + 5 where org_id = ${ctx.orgId} and basis = 'event' and variant = 1`);
  const wrong = await reports('check');
  expect(wrong.code).toBe(1);
  expect(wrong.out).toContain(`(${slug}): 1 totals differ`);
  expect(wrong.out).toMatch(
    /by day of the event 2026-03-01, send snd_\w+, variant 1, email, sent: reported 6\/1\/0\/1\/1\/0, ledger 1\/1\/0\/1\/1\/0/,
  );
  expect(wrong.out).toContain('1 of 2 organizations differ');

  const rebuilt = await reports('rebuild', '--organization', slug);
  expect([rebuilt.code, rebuilt.out]).toEqual([0, expect.stringContaining('computed again: they agree')]);
  expect((await reports('check')).code).toBe(0);
  expect((await reports('check', '--organization', 'nobody')).code).toBe(1);
  expect((await reports('mend')).code).toBe(2);
});
