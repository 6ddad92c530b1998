import { fork } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getCampaign } from '@/server/campaigns/get-campaign';
import { launchCampaign } from '@/server/campaigns/launch-campaign';
import { pauseCampaign } from '@/server/campaigns/pause-campaign';
import { resumeCampaign } from '@/server/campaigns/resume-campaign';
import type { Ctx } from '@/server/context';
import { bundle, removeBundles } from '../bundle';
import { createAudience, createContext } from '../factory';
import { fillAudience, openTestDatabase } from '../sends/setup';
import { campaign, runsOf } from './setup';

const held = openTestDatabase();
let launcher: string;

beforeAll(async () => {
  launcher = await bundle('test/campaigns/launcher.ts');
});
afterAll(removeBundles);

const PEOPLE = 20_500; // three slices

/** A campaign whose run waits to be launched, by nobody: the tests do it. */
async function waiting(people = PEOPLE) {
  const ctx = await createContext(held.db);
  const audience = await createAudience(ctx);
  await fillAudience(ctx, audience.id, people);
  const made = await campaign(ctx, [audience.id]);
  await launchCampaign(ctx, made.uuid);
  const [run] = await runsOf(held.db, made.uuid);
  return { ctx, audience, id: made.uuid, runId: run?.id ?? '' };
}

/** Launches in a process of its own; answers how it ended: the exit code, or the signal that killed it. */
async function launch(ctx: Ctx, runId: string, crashpoint?: string): Promise<string> {
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'test', DATABASE_URL: held.url, ORG_ID: ctx.orgId, RUN_ID: runId };
  if (crashpoint) env.CRASHPOINT = crashpoint;
  const [code, signal] = await once(fork(launcher, { env, execArgv: [] }), 'exit');
  return String(signal ?? code);
}

const ledgerOf = async (id: string) => {
  const [row] = await held.db.execute<{ sends: number; n: number; people: number; largest: number }>(sql`
    select count(distinct s.id)::int as sends, count(m.id)::int as n, count(distinct m.contact_id)::int as people,
           coalesce(max(s.total), 0)::int as largest
    from sends s left join messages m on m.send_id = s.id where s.origin = ${`campaign:${id}`}`);
  return row;
};

describe('a launch of more people than one send takes', () => {
  it.each([
    ['evaluate.after:1', 0],
    ['slice.before:1', 0],
    ['slice.after:1', 1],
    ['slice.before:3', 2],
    ['slice.after:3', 3],
  ])('killed at %s goes on with the slice that is missing: nobody lost, nobody twice', async (point, sends) => {
    const { ctx, audience, id, runId } = await waiting();
    expect(await launch(ctx, runId, point)).toBe('SIGKILL');
    await expect.poll(async () => (await ledgerOf(id))?.sends).toBe(sends);
    // who comes later is not in it: the people were determined when it started
    await fillAudience(ctx, audience.id, 10);
    expect(await launch(ctx, runId)).toBe('0');
    expect(await ledgerOf(id)).toEqual({ sends: 3, n: PEOPLE, people: PEOPLE, largest: 10_000 });
    expect(await runsOf(held.db, id)).toMatchObject([{ status: 'running', people: PEOPLE }]);
  });

  it('by two processes at once is one launch', async () => {
    const { ctx, id, runId } = await waiting();
    expect(await Promise.all([launch(ctx, runId), launch(ctx, runId), launch(ctx, runId)])).toEqual(['0', '0', '0']);
    expect(await ledgerOf(id)).toEqual({ sends: 3, n: PEOPLE, people: PEOPLE, largest: 10_000 });
  });

  it('that was paused between slices goes on at the next when it is resumed', async () => {
    const { ctx, id, runId } = await waiting();
    expect(await launch(ctx, runId, 'slice.after:1')).toBe('SIGKILL');
    await pauseCampaign(ctx, id);
    expect(await launch(ctx, runId)).toBe('0');
    expect((await ledgerOf(id))?.sends).toBe(1);
    expect(await getCampaign(ctx, id)).toMatchObject({ status: 'paused' });
    await resumeCampaign(ctx, id);
    expect(await launch(ctx, runId)).toBe('0');
    expect(await ledgerOf(id)).toEqual({ sends: 3, n: PEOPLE, people: PEOPLE, largest: 10_000 });
  });
});
