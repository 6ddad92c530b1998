import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeId } from '@/contracts/ids';
import { sendInput } from '@/contracts/send';
import { templateInput } from '@/contracts/template';
import { listAudiences } from '@/server/audiences/list-audiences';
import { recordEvents } from '@/server/events/record-events';
import { v1 } from '@/server/rest/v1';
import { createSegment } from '@/server/segments/create-segment';
import { explainMember } from '@/server/segments/explain-member';
import { overlapAudiences } from '@/server/segments/overlap-audiences';
import { segmentInsights } from '@/server/segments/segment-insights';
import { scheduleSend } from '@/server/sends/schedule-send';
import { createTemplate } from '@/server/templates/create-template';
import { createContacts, unique, uuidOf } from '@/test/factory';
import { keyOf, type TestApp, tenant, testApp } from '@/test/rest/app';
import { caller } from '@/test/rest/call';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.close());
const call = caller(v1);

test('through the API: kinds, create, upload as text/csv, read, explain, uploads, delete; each change is audited', async () => {
  const { ctx } = await tenant(app.db);
  const key = await keyOf(ctx, ['read:audiences', 'write:audiences']);
  const kinds = await call('GET', '/audiences/custom-types', undefined, { key });
  expect(kinds.body.data.map((k: { type: string }) => k.type)).toEqual(['file_upload', 'customer_match', 'lookalike', 'pixel']);
  const [ada] = await createContacts(ctx, 1);
  const made = await call('POST', '/audiences/custom', { type: 'customer_match', name: 'Till' }, { key });
  expect(made.status, made.text).toBe(201);
  const at = `/audiences/custom/${made.body.id}`;
  const uploaded = await call('POST', `${at}/upload`, `email\n${ada?.email}\n`, { key, headers: { 'content-type': 'text/csv' } });
  expect(uploaded.body.match).toMatchObject({ contacts: 1, rate: 1 });
  expect((await call('GET', at, undefined, { key })).body).toMatchObject({ contact_count: 1, type: 'customer_match' });
  const why = await call('GET', `${at}/explain/${encodeId('contact', ada?.id ?? '')}`, undefined, { key });
  expect(why.body.summary).toBe('Matched by email.');
  expect((await call('GET', `${at}/uploads`, undefined, { key })).body.data).toMatchObject([{ accepted: 1, rejected: 0 }]);
  expect((await call('POST', `${at}/refresh`, undefined, { key })).status).toBe(200);
  expect((await call('PATCH', at, { name: 'The till' }, { key })).body.name).toBe('The till');
  expect((await call('PATCH', at, { lookalike: {} }, { key })).status).toBe(422);
  const list = await call('POST', '/audiences', { name: 'A list' }, { key });
  expect((await call('GET', `/audiences/custom/${list.body.id}`, undefined, { key })).status).toBe(404);
  expect((await call('DELETE', at, undefined, { key })).status).toBe(204);
  const log = await app.db.execute<{ action: string }>(
    sql`select action from audit_log where org_id = ${ctx.orgId} and action like 'custom_audience.%' order by id`,
  );
  expect(log.map((row) => row.action.split('.')[1])).toEqual(['created', 'uploaded', 'refreshed', 'updated']);
});

test('its id works where any audience’s does: list, send, overlap, insights, explain, nested in a filter', async () => {
  const { ctx } = await tenant(app.db);
  const key = await keyOf(ctx, ['read:audiences', 'write:audiences']);
  const people = await createContacts(ctx, 10);
  const upload = (await call('POST', '/audiences/custom', { type: 'file_upload', name: 'Uploaded' }, { key })).body.id;
  const emails = people.slice(0, 6).map((p) => p.email);
  await call('POST', `/audiences/custom/${upload}/upload`, { csv: ['email', ...emails].join('\n') }, { key });
  await recordEvents(
    ctx,
    people.slice(4, 9).map((p) => ({ contact_id: p.id, name: 'page_view', properties: { path: '/pricing' } })),
  );
  const pixel = { path: { value: '/pricing' }, within_days: 14 };
  const visited = (await call('POST', '/audiences/custom', { type: 'pixel', name: 'Visited', pixel }, { key })).body;
  expect(visited).toMatchObject({
    contact_count: 5,
    filter: { where: { $did: { event: 'page_view', where: { path: '/pricing' }, since: { $now: '-P14D' } } } },
  });

  const [a, b] = [uuidOf('audience', upload), uuidOf('audience', visited.id)];
  expect(await overlapAudiences(ctx, { a, b })).toMatchObject({ a: 6, b: 5, both: 2 });
  expect((await segmentInsights(ctx, b)).count).toBe(5);
  const clauses = (await explainMember(ctx, { id: b, contactId: people[4]?.id ?? '' })).clauses;
  expect(clauses.some((clause) => clause.matched && clause.text.includes('page_view'))).toBe(true);
  const both = { $and: [{ $inAudience: upload }, { $inAudience: visited.id }] };
  expect((await createSegment(ctx, { name: 'Both', type: 'dynamic', filter: { datatype: 'contact', where: both } })).contact_count).toBe(2);
  expect((await listAudiences(ctx, { limit: 10 })).data.filter((x) => x.kind === 'custom')).toHaveLength(2);
  const slug = unique();
  await createTemplate(ctx, templateInput.parse({ name: slug, slug, source: { subject: 'x', body: 'x' } }));
  const input = () => sendInput.parse({ channel: 'email', from: 'a@example.com', template: slug });
  expect((await scheduleSend(ctx, { audienceId: a, ...input() })).total).toBe(6);
  expect((await scheduleSend(ctx, { audienceId: b, ...input() })).total).toBe(5);
  expect((await call('DELETE', `/audiences/custom/${upload}`, undefined, { key })).status).toBe(409); // “Both” names it
});
