import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { campaignCalendar } from '@/server/campaigns/campaign-calendar';
import { cancelCampaign } from '@/server/campaigns/cancel-campaign';
import { closeRun } from '@/server/campaigns/close-run';
import { getCampaign } from '@/server/campaigns/get-campaign';
import { pauseCampaign } from '@/server/campaigns/pause-campaign';
import { resumeCampaign } from '@/server/campaigns/resume-campaign';
import { startOccurrence } from '@/server/campaigns/start-occurrence';
import { sweepCampaigns } from '@/server/campaigns/sweep-campaigns';
import { updateCampaign } from '@/server/campaigns/update-campaign';
import { type Database, openDatabase } from '@/server/db/client';
import { campaigns } from '@/server/db/schema/campaigns';
import { outbox } from '@/server/db/schema/platform';
import { createAudience, createContacts, createContext } from '../factory';
import { openTestDatabase } from '../sends/setup';
import { campaign, launchAll, messagesOf, rowOf, runsOf, wake } from './setup';

const held = openTestDatabase();
const at = (iso: string) => new Date(iso);
const weekly = {
  schedule: { startAt: '2027-03-01 00:00', timezone: 'Europe/Paris' },
  recurring: { cron: '0 9 * * MON' },
  status: 'scheduled',
};
const before = at('2027-02-20T00:00:00Z');

async function armed(values: Record<string, unknown> = {}, people = 3) {
  const ctx = await createContext(held.db, { now: before });
  const audience = await createAudience(ctx, people);
  const made = await campaign(ctx, [audience.id], { ...weekly, ...values });
  return { ctx, audience, id: made.uuid, made };
}
const times = async (id: string) => (await runsOf(held.db, id)).map((run) => run.occurrenceAt.toISOString());
const launchRuns = async (db: Database, ctx: Awaited<ReturnType<typeof createContext>>, id: string) => {
  for (const run of await runsOf(db, id)) {
    if (run.status !== 'launching') continue;
    await launchAll(db, ctx, run.id);
    await closeRun(db, ctx, run.id);
  }
};

describe('a recurring campaign', () => {
  it('starts each occurrence at its local time and sets the clock for the next, over a change of the clocks', async () => {
    const { ctx, id, made } = await armed();
    expect(made).toMatchObject({ status: 'scheduled', next_at: '2027-03-01T08:00:00.000Z' });
    expect(made.recurring?.description).toBe('Every Monday at 09:00');
    for (let week = 0; week < 6; week++) {
      const { nextAt } = await rowOf(held.db, id);
      expect(await wake(held.db, ctx, id, nextAt ?? before)).toBe(true);
    }
    expect(await times(id)).toEqual([
      '2027-03-01T08:00:00.000Z',
      '2027-03-08T08:00:00.000Z',
      '2027-03-15T08:00:00.000Z',
      '2027-03-22T08:00:00.000Z',
      '2027-03-29T07:00:00.000Z', // summer time since the 28th
      '2027-04-05T07:00:00.000Z',
    ]);
    expect(await rowOf(held.db, id)).toMatchObject({ status: 'running', nextAt: at('2027-04-12T07:00:00Z') });
  });

  it('fires once, late, after it was down over several occurrences, and says so', async () => {
    const { ctx, id } = await armed();
    expect(await wake(held.db, ctx, id, at('2027-03-23T10:00:00Z'))).toBe(true);
    expect(await runsOf(held.db, id)).toMatchObject([{ occurrenceAt: at('2027-03-22T08:00:00Z'), missed: 3, status: 'launching' }]);
    expect((await rowOf(held.db, id)).nextAt).toEqual(at('2027-03-29T07:00:00Z'));
    const events = await held.db
      .select()
      .from(outbox)
      .where(sql`data->>'campaign_id' = ${id} or data->>'run_id' in (select id::text from campaign_runs where campaign_id = ${id})`);
    expect(events.filter((event) => event.name === 'campaign/run').length).toBe(1);
  });

  it('is started once by many processes at once, and never by a clock that is void', async () => {
    const { ctx, id } = await armed();
    const { revision } = await rowOf(held.db, id);
    const pools = Array.from({ length: 4 }, () => openDatabase(held.url, { max: 2 }));
    const now = at('2027-03-01T08:00:01Z');
    const won = await Promise.all(
      Array.from({ length: 16 }, (_, i) => startOccurrence(pools[i % 4] as Database, { ...ctx, now }, id, revision)),
    );
    expect(won.filter(Boolean).length).toBe(1);
    expect(await times(id)).toEqual(['2027-03-01T08:00:00.000Z']);
    await Promise.all(pools.map((pool) => pool.$client.end()));
  });

  it('is evaluated when it starts; by choice a person receives it once', async () => {
    for (const oncePerPerson of [false, true]) {
      const { ctx, audience, id } = await armed({ recurring: { cron: '0 9 * * MON', oncePerPerson } });
      await wake(held.db, ctx, id, at('2027-03-01T08:00:00Z'));
      const [late] = await createContacts(ctx, 1);
      await held.db.execute(
        sql`insert into audience_members (org_id, audience_id, contact_id) values (${ctx.orgId}, ${audience.id}, ${late?.id})`,
      );
      await launchRuns(held.db, ctx, id);
      expect((await messagesOf(held.db, id)).length).toBe(4);
      const [later] = await createContacts(ctx, 1);
      await held.db.execute(
        sql`insert into audience_members (org_id, audience_id, contact_id) values (${ctx.orgId}, ${audience.id}, ${later?.id})`,
      );
      await wake(held.db, ctx, id, at('2027-03-08T08:00:00Z'));
      await launchRuns(held.db, ctx, id);
      const second = (await messagesOf(held.db, id)).length - 4;
      expect(second).toBe(oncePerPerson ? 1 : 5);
    }
  });

  it('ends after its last occurrence', async () => {
    const { ctx, id } = await armed({ schedule: { startAt: '2027-03-01 00:00', endAt: '2027-03-08 09:00', timezone: 'Europe/Paris' } }, 0);
    await wake(held.db, ctx, id, at('2027-03-01T08:00:00Z'));
    await launchRuns(held.db, ctx, id);
    expect((await rowOf(held.db, id)).status).toBe('running');
    await wake(held.db, ctx, id, at('2027-03-08T08:00:01Z'));
    expect((await rowOf(held.db, id)).nextAt).toBeNull();
    await launchRuns(held.db, ctx, id);
    expect((await rowOf(held.db, id)).status).toBe('finished');
  });

  it('starts nothing after its end', async () => {
    const { ctx, id } = await armed({ schedule: { startAt: '2027-03-01 00:00', endAt: '2027-03-10 09:00', timezone: 'Europe/Paris' } });
    await wake(held.db, ctx, id, at('2027-04-01T00:00:00Z'));
    expect(await runsOf(held.db, id)).toMatchObject([{ status: 'skipped', missed: 1, occurrenceAt: at('2027-03-08T08:00:00Z') }]);
    expect((await rowOf(held.db, id)).status).toBe('finished');
  });

  it('skips what passes while it is paused, says so, and goes on with the next', async () => {
    const { ctx, id } = await armed();
    await wake(held.db, ctx, id, at('2027-03-01T08:00:00Z'));
    const { revision } = await rowOf(held.db, id);
    await pauseCampaign({ ...ctx, now: at('2027-03-02T00:00:00Z') }, id);
    expect(await startOccurrence(held.db, { ...ctx, now: at('2027-03-08T08:00:00Z') }, id, revision)).toBe(false);
    expect(await wake(held.db, ctx, id, at('2027-03-08T08:00:00Z'))).toBe(false);
    await resumeCampaign({ ...ctx, now: at('2027-03-17T00:00:00Z') }, id);
    expect((await runsOf(held.db, id)).map((run) => [run.status, run.missed])).toEqual([
      ['launching', 0],
      ['skipped', 1],
    ]);
    expect((await rowOf(held.db, id)).nextAt).toEqual(at('2027-03-22T08:00:00Z'));
  });

  it('may be edited until it is launched; the clock follows, the old one is void', async () => {
    const { ctx, id } = await armed();
    const old = (await rowOf(held.db, id)).revision;
    const edited = await updateCampaign(ctx, id, { recurring: { cron: '30 7 * * TUE', oncePerPerson: false } });
    expect(edited).toMatchObject({ status: 'scheduled', next_at: '2027-03-02T06:30:00.000Z' });
    expect(await startOccurrence(held.db, { ...ctx, now: at('2027-03-02T06:30:00Z') }, id, old)).toBe(false);
    expect(await updateCampaign(ctx, id, { status: 'draft' })).toMatchObject({ status: 'draft', next_at: null });
    await updateCampaign(ctx, id, { status: 'scheduled' });
    await wake(held.db, ctx, id, at('2027-03-02T06:30:00Z'));
    await expect(updateCampaign(ctx, id, { rampMinutes: 3 })).rejects.toMatchObject({ code: 'conflict' });
    expect(await updateCampaign(ctx, id, { name: 'Renamed' })).toMatchObject({ name: 'Renamed', status: 'running' });
  });

  it('whose clock was lost is found by the sweep', async () => {
    const { ctx, id } = await armed();
    await held.db
      .update(campaigns)
      .set({ nextAt: new Date(Date.now() - 3 * 60_000) })
      .where(eq(campaigns.id, id));
    await sweepCampaigns(held.db);
    await sweepCampaigns(held.db);
    const events = await held.db.select().from(outbox).where(sql`name = 'campaign/armed' and data->>'campaign_id' = ${id}`);
    expect(events.length).toBe(2); // the first, and one of the sweep
    await cancelCampaign(ctx, id);
    expect(await getCampaign(ctx, id)).toMatchObject({ status: 'cancelled', next_at: null });
  });

  it('stands in the calendar with what was and what is planned', async () => {
    const { ctx, id } = await armed();
    await wake(held.db, ctx, id, at('2027-03-01T08:00:00Z'));
    const { data, truncated } = await campaignCalendar(ctx, { from: '2027-03-01T00:00:00Z', to: '2027-04-01T00:00:00Z' });
    expect(truncated).toBe(false);
    expect(data.map((entry) => [entry.at.slice(0, 10), entry.run?.status ?? 'planned'])).toEqual([
      ['2027-03-01', 'launching'],
      ['2027-03-08', 'planned'],
      ['2027-03-15', 'planned'],
      ['2027-03-22', 'planned'],
      ['2027-03-29', 'planned'],
    ]);
  });
});
