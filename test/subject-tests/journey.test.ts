import { fork } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchCampaign } from '@/server/campaigns/launch-campaign';
import { type Catcher, startCatcher } from '@/server/channels/catcher/start';
import { createOpenUrl } from '@/server/channels/tracking-links';
import { startWorker, type Worker } from '@/server/jobs/worker';
import { reportVariants } from '@/server/reports/report-variants';
import { getSend } from '@/server/sends/get-send';
import { pauseSend } from '@/server/sends/pause-send';
import { resumeSend } from '@/server/sends/resume-send';
import { chooseSubject } from '@/server/subject-tests/choose-subject';
import { sweepSubjectTests } from '@/server/subject-tests/sweep-subject-tests';
import { bundle, removeBundles } from '../bundle';
import { campaign } from '../campaigns/setup';
import { createAudience, createContext } from '../factory';
import { type TestApp, tenant, testApp } from '../rest/app';
import { fillAudience, testWorld, workerEnv } from '../sends/setup';
import { ask } from '../tracking/setup';
import { endWait, testedSend, testIdOf } from './setup';

let app: TestApp;
let catcher: Catcher;
let worker: Worker;
let decider: string;
let url: string;

beforeAll(async () => {
  app = await testApp();
  url = process.env.DATABASE_URL ?? '';
  catcher = await startCatcher({ databaseUrl: url });
  const world = testWorld(url, catcher);
  world.settings = { APP_URL: app.url, MUSTER_SECRET: process.env.MUSTER_SECRET ?? '' };
  worker = await startWorker(workerEnv(url, catcher), world, { backoff: () => 500 });
  decider = await bundle('test/subject-tests/decider.ts');
});
afterAll(async () => {
  await worker.stop();
  await catcher.stop();
  removeBundles();
  await app.close();
});

type Mail = { to_address: string; subject: string; message: string };
/** What the catcher holds of a send, in the order in which it came. */
const mailOf = async (id: string) => [
  ...(await app.db.execute<Mail>(sql`
    select b.to_address, b.subject, m.id as message from mailbox b join messages m on m.send_id = ${id} and m.address = b.to_address order by b.id`)),
];
const count = async (id: string) => (await mailOf(id)).length;
const sent = (id: string, n: number) => expect.poll(() => count(id), { timeout: 20_000, interval: 50 }).toBe(n);
const onceEach = async (id: string, people: number) => {
  const mails = await mailOf(id);
  expect(mails).toHaveLength(people);
  expect(new Set(mails.map((mail) => mail.to_address)).size).toBe(people);
  return mails;
};
const finished = (ctx: Parameters<typeof getSend>[0], id: string) =>
  expect.poll(async () => (await getSend(ctx, id)).status, { timeout: 20_000, interval: 50 }).toBe('finished');

describe('a test of subjects, sent', () => {
  it('goes to its part, is opened, is decided, and the rest gets the better subject: everybody once', async () => {
    const { ctx } = await tenant(app.db);
    const { id } = await testedSend(app.db, { ctx, people: 60, test: { share: 0.4 } });
    await sent(id, 24);
    const tested = await mailOf(id);
    expect(tested.filter((mail) => mail.subject === 'One')).toHaveLength(12);
    // a machine's opens: within two seconds of the mail's leaving
    for (const mail of tested.filter(({ subject }) => subject === 'One')) await open(mail);
    await new Promise((resolve) => setTimeout(resolve, 2_200));
    for (const mail of tested.filter(({ subject }) => subject === 'Two')) await open(mail);
    for (const mail of tested.filter(({ subject }) => subject === 'One').slice(0, 2)) await open(mail);
    expect(await count(id)).toBe(24);
    await endWait(app.db, id);
    await sweepSubjectTests(app.db);
    await finished(ctx, id);
    const mails = await onceEach(id, 60);
    expect(mails.slice(24).every((mail) => mail.subject === 'Two')).toBe(true);
    const send = await getSend(ctx, id);
    expect(send.counts).toMatchObject({ total: 60, sent: 60 });
    expect(send.subject_test).toMatchObject({
      winner: 'B',
      verdict: 'better',
      figures: [
        { letter: 'A', reached: 12, hits: 2 },
        { letter: 'B', reached: 12, hits: 12 },
      ],
    });
    const report = await reportVariants(ctx, id);
    expect(report.variants.map((v) => v.counts.sent.messages)).toEqual([12, 48]);
  });

  it('is decided by its own function when the time comes', async () => {
    const { ctx, id } = await testedSend(app.db, { test: { wait_minutes: 0 } });
    await finished(ctx, id);
    expect((await onceEach(id, 20)).filter((mail) => mail.subject === 'One')).toHaveLength(18);
    expect((await getSend(ctx, id)).subject_test).toMatchObject({ winner: 'A', verdict: 'tie', decided_by: { type: 'automatic' } });
  });

  it('paused and resumed in the wait, then chosen by hand: everybody once', async () => {
    const { ctx, id } = await testedSend(app.db, { people: 30 });
    await sent(id, 6);
    await pauseSend(ctx, id);
    await resumeSend(ctx, id);
    await chooseSubject({ ...ctx, now: new Date() }, id, 'B');
    await finished(ctx, id);
    expect((await onceEach(id, 30)).filter((mail) => mail.subject === 'Two')).toHaveLength(27);
  });

  it('chosen while the test itself is leaving: everybody once', async () => {
    const { ctx, id } = await testedSend(app.db, { people: 400, test: { share: 0.5 } });
    await expect.poll(() => count(id), { timeout: 20_000, interval: 5 }).toBeGreaterThan(5);
    await chooseSubject({ ...ctx, now: new Date() }, id, 'A');
    await finished(ctx, id);
    const mails = await onceEach(id, 400);
    expect(mails.filter((mail) => mail.subject === 'One')).toHaveLength(300);
  });
});

describe('the slices of a campaign', () => {
  it('share one test, and one choice is for all of them', async () => {
    const ctx = await createContext(app.db);
    const audience = await createAudience(ctx);
    await fillAudience(ctx, audience.id, 10_020);
    const made = await campaign(ctx, [audience.id], {
      subjectVariants: ['One', 'Two'],
      subjectTest: { share: 0.01, waitMinutes: 60 },
      rampMinutes: 1_440,
    });
    expect(made.channels[0]?.subject_test).toEqual({ share: 0.01, wait_minutes: 60, by: 'opens' });
    await launchCampaign(ctx, made.uuid);
    const slices = async () => [
      ...(await app.db.execute<{ id: string; test_size: number }>(sql`
        select id, test_size from sends where origin = ${`campaign:${made.uuid}`} order by slice_index`)),
    ];
    await expect.poll(async () => (await slices()).length, { timeout: 30_000 }).toBe(2);
    const [first, second] = await slices();
    expect([first?.test_size, second?.test_size]).toEqual([100, 2]);
    expect((await getSend(ctx, second?.id ?? '')).subject_test).toMatchObject({ test_size: 102, rest_size: 9_918 });
    expect(await testIdOf(app.db, first?.id ?? '')).toBe(await testIdOf(app.db, second?.id ?? ''));
    await chooseSubject({ ...ctx, now: new Date() }, second?.id ?? '', 'B');
    const waiting = async () => {
      const [row] = await app.db.execute<{ n: number }>(
        sql`select count(*)::int as n from messages where variant = -1 and send_id in (${first?.id}, ${second?.id})`,
      );
      return row?.n;
    };
    await expect.poll(waiting, { timeout: 20_000 }).toBe(0);
  });
});

describe('a process that dies over the decision', () => {
  const decide = async (orgId: string, testId: string, point: string) => {
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      NODE_ENV: 'test',
      DATABASE_URL: url,
      ORG_ID: orgId,
      TEST_ID: testId,
      CRASHPOINT: point,
    };
    const [code, signal] = await once(fork(decider, { env, execArgv: [] }), 'exit');
    return String(signal ?? code);
  };

  it.each([
    ['decide.before:1', 'running'],
    ['decide.after:1', 'decided'],
  ])('killed at %s: it is %s, and everybody gets one message', async (point, status) => {
    const { ctx, id } = await testedSend(app.db, { people: 30 });
    await sent(id, 6);
    await endWait(app.db, id);
    expect(await decide(ctx.orgId, await testIdOf(app.db, id), point)).toBe('SIGKILL');
    await expect.poll(async () => (await getSend(ctx, id)).subject_test?.status).toBe(status);
    await sweepSubjectTests(app.db);
    await finished(ctx, id);
    await onceEach(id, 30);
    expect((await getSend(ctx, id)).counts).toMatchObject({ total: 30, sent: 30 });
  });
});

const open = ({ message }: Mail) => ask(createOpenUrl(message, { APP_URL: app.url, MUSTER_SECRET: process.env.MUSTER_SECRET ?? '' }));
