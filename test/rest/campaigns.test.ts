import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '@/contracts/ids';
import { scopes } from '@/contracts/scopes';
import { auth } from '@/server/auth/auth';
import type { Ctx } from '@/server/context';
import { crm } from '@/server/rest/crm';
import { v1 } from '@/server/rest/v1';
import { createAudience } from '../factory';
import { createTemplate } from '../sends/setup';
import { keyOf, signIn, type TestApp, tenant, testApp } from './app';
import { caller } from './call';

let app: TestApp;
let ctx: Ctx;
let key: string;
let email: string;
const call = caller(v1);

beforeAll(async () => {
  app = await testApp();
  ({ ctx, email } = await tenant(app.db));
  key = await keyOf(ctx, [...scopes]);
});
afterAll(() => app.close());

/** The body as the CRM's documentation writes it. */
async function asWritten(status = 'draft') {
  const audience = await createAudience(ctx, 4);
  return {
    name: 'Weekly newsletter',
    audienceId: encodeId('audience', audience.id),
    templateId: await createTemplate(ctx),
    channels: ['email'],
    schedule: { startAt: '2027-05-03T09:00:00Z', endAt: '2027-12-31T23:59:00Z', timezone: 'Europe/Paris' },
    recurring: { cron: '0 9 * * MON' },
    status,
  };
}

describe('POST /campaigns', () => {
  it('takes the CRM’s body as it is written, and answers in the API’s own style', async () => {
    const written = await asWritten('scheduled');
    const { status, body } = await call('POST', '/campaigns', written, { key });
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({
      name: written.name,
      status: 'scheduled',
      audiences: { include: [{ id: written.audienceId }], exclude: [] },
      channels: [{ channel: 'email', from: expect.stringContaining(email), subject_variants: [] }],
      schedule: { start_at: '2027-05-03T09:00:00.000Z', end_at: '2027-12-31T23:59:00.000Z', timezone: 'Europe/Paris' },
      recurring: { cron: '0 9 * * MON', once_per_person: false, description: 'Every Monday at 09:00' },
      next_at: '2027-05-10T07:00:00.000Z', // 09:00 in Paris of the third is before its start
    });
    expect(body.recurring.next[0]).toBe('2027-05-10T07:00:00.000Z');
    expect((await call('GET', `/campaigns/${body.id}`, undefined, { key })).body).toEqual(body);
  });

  it('takes snake_case as well, but not both of one name', async () => {
    const written = await asWritten();
    const { audienceId, templateId, ...rest } = written;
    const snake = { ...rest, audience_id: audienceId, template_id: templateId, variables: { first_name: 'x' }, ramp_minutes: 5 };
    const { status, body } = await call('POST', '/campaigns', snake, { key });
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({ status: 'draft', ramp_minutes: 5, variables: { first_name: 'x' } });
    expect((await call('POST', '/campaigns', { ...snake, audienceId }, { key })).status).toBe(422);
  });

  it('is one campaign under an Idempotency-Key', async () => {
    const written = await asWritten();
    const headers = { 'idempotency-key': `k-${written.templateId}` };
    const answers = [
      await call('POST', '/campaigns', written, { key, headers }),
      await call('POST', '/campaigns', written, { key, headers }),
    ];
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'x', templateId: 'no-such' }, 'templateId'],
    [{ name: 'x', channels: ['email', 'email'] }, 'channels.1'],
    [{ name: 'x', channels: ['fax'] }, 'channels.0'],
    [{ name: 'x', schedule: { startAt: 'tomorrow' } }, 'schedule.startAt'],
    [{ name: 'x', schedule: { startAt: '2027-05-03 09:00', timezone: '+02:00' } }, 'schedule.timezone'],
    [{ name: 'x', schedule: { startAt: '2027-05-03 09:00', endAt: '2027-05-02 09:00' } }, 'schedule.endAt'],
    [{ name: 'x', recurring: { cron: '* * * * *' } }, 'recurring.cron'],
    [{ name: 'x', goal: { event: 'x', withinDays: 0 } }, 'goal.withinDays'],
    [{ name: 'x', status: 'scheduled' }, 'audiences.include'],
    [{ name: 'x', nonsense: 1 }, ''],
  ])('refuses %j at %s', async (body, path) => {
    const { status, body: answer } = await call('POST', '/campaigns', body, { key });
    expect(status).toBe(422);
    expect(answer.error.errors[0].path.join('.')).toContain(path);
  });
});

describe('a campaign over REST', () => {
  it('is launched, paused, resumed, cancelled, duplicated, deleted; edits after the launch are 409 with the reason', async () => {
    const written = await asWritten();
    const { recurring: _, schedule: __, ...once } = written;
    const { body: made } = await call('POST', '/campaigns', once, { key });
    const post = (what: string) => call('POST', `/campaigns/${made.id}/${what}`, undefined, { key });
    expect((await post('pause')).status).toBe(409);
    expect((await post('launch')).body).toMatchObject({ status: 'running', runs: 1 });
    expect((await post('launch')).status).toBe(409);
    expect((await post('pause')).body).toMatchObject({ status: 'paused' });
    expect((await post('resume')).body).toMatchObject({ status: 'running' });
    const edit = await call('PATCH', `/campaigns/${made.id}`, { rampMinutes: 9 }, { key });
    expect(edit.status).toBe(409);
    expect(edit.body.error.message).toContain('duplicate it');
    expect((await post('cancel')).body).toMatchObject({ status: 'cancelled' });
    const copy = await post('duplicate');
    expect(copy).toMatchObject({ status: 201, body: { status: 'draft', name: 'Copy of Weekly newsletter' } });
    expect((await call('DELETE', `/campaigns/${copy.body.id}`, undefined, { key })).status).toBe(204);
    expect((await call('GET', `/campaigns/${made.id}/runs`, undefined, { key })).body.data).toMatchObject([{ status: 'cancelled' }]);
    expect((await call('GET', `/campaigns/${made.id}/analytics`, undefined, { key })).body.total.counts.total).toBe(0);
    const audit = await ctx.db.execute<{ action: string }>(`select action from audit_log where target = '${made.id}' order by id`);
    expect(audit.map((row) => row.action)).toEqual([
      'campaign.created',
      'campaign.scheduled',
      'campaign.occurrence_started',
      'campaign.paused',
      'campaign.resumed',
      'campaign.cancelled',
    ]);
  });

  it('answers under the CRM’s path to a signed-in user', async () => {
    const cookie = await signIn(app, email);
    const { token } = await auth().api.getToken({ headers: new Headers({ cookie }) });
    const headers = {
      authorization: `Bearer ${token}`,
      orgid: encodeId('organization', ctx.orgId),
      'content-type': 'application/json',
    };
    const url = 'http://localhost:3000/api/crm/marketing/campaigns';
    const made = await crm.fetch(new Request(url, { method: 'POST', headers, body: JSON.stringify(await asWritten()) }));
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as { id: string };
    const read = await crm.fetch(new Request(`${url}/${id}`, { headers }));
    expect(await read.json()).toMatchObject({ id, status: 'draft' });
    const calendar = await crm.fetch(new Request(`${url}/calendar?from=2027-05-01T00:00:00Z&to=2027-06-01T00:00:00Z`, { headers }));
    expect(((await calendar.json()) as { data: unknown[] }).data.length).toBeGreaterThan(0);
  });
});
