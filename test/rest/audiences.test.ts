import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Audience } from '@/contracts/audience';
import type { Contact } from '@/contracts/contact';
import { encodeId } from '@/contracts/ids';
import type { Ctx } from '@/server/context';
import { createContacts, unique } from '@/test/factory';
import { keyOf, type TestApp, tenant, testApp } from './app';
import { call as callV1, pages } from './v1';

let app: TestApp;
let ctx: Ctx;
let key: string;
beforeAll(async () => {
  app = await testApp();
  ({ ctx } = await tenant(app.db));
  key = await keyOf(ctx, ['read:audiences', 'write:audiences']);
});
afterAll(() => app.close());

const call: typeof callV1 = (method, path, body, options) => callV1(method, path, body, { key, ...options });
const create = async () => (await call('POST', '/audiences', { name: `List ${unique()}` })).body as Audience;

test('create, read, update, delete', async () => {
  const created = await call('POST', '/audiences', { name: 'Press & friends', description: 'People who write' });
  expect(created.body).toMatchObject({ id: expect.stringMatching(/^aud_/), kind: 'list', slug: 'press-friends', contact_count: 0 });
  const path = `/audiences/${created.body.id}`;
  expect((await call('PATCH', path, { name: 'Press', slug: 'press' })).body).toMatchObject({
    name: 'Press',
    slug: 'press',
    description: 'People who write',
  });
  expect((await call('GET', path)).body.name).toBe('Press');
  expect((await call('DELETE', path)).status).toBe(204);
  expect((await call('GET', path)).status).toBe(404);
});

test('a slug is unique; a malformed one, an empty name and unknown fields are refused', async () => {
  const slug = `s-${unique()}`;
  await call('POST', '/audiences', { name: 'One', slug });
  expect((await call('POST', '/audiences', { name: 'Two', slug })).status).toBe(409);
  for (const body of [{ name: 'x', slug: 'No Spaces' }, { name: '  ' }, { name: 'x', kind: 'segment' }, { name: 'x', org_id: 'y' }]) {
    expect((await call('POST', '/audiences', body)).status, JSON.stringify(body)).toBe(422);
  }
});

test('the list pages to its end', async () => {
  const name = unique();
  for (let i = 0; i < 5; i++) await call('POST', '/audiences', { name: `${name} ${i}` });
  const listed = await pages<Audience>(`/audiences?q=${name}`, key);
  expect(new Set(listed.map((a) => a.name)).size).toBe(5);
});

test('members are added by id, and as contacts; counted, listed, removed', async () => {
  const { id } = await create();
  const people = await createContacts(ctx, 3);
  const contact_ids = people.map((p) => encodeId('contact', p.id));
  expect((await call('POST', `/audiences/${id}/members`, { contact_ids })).body).toEqual({ added: 3, already_members: 0 });
  expect(
    (
      await call('POST', `/audiences/${id}/members`, {
        contacts: [{ email: people[0]?.email }, { email: `${unique()}@example.com`, name: 'New' }],
      })
    ).body,
  ).toEqual({
    added: 1,
    already_members: 1,
  });
  expect((await call('GET', `/audiences/${id}`)).body.contact_count).toBe(4);
  expect(await pages<Contact>(`/audiences/${id}/members`, key)).toHaveLength(4);
  expect((await call('DELETE', `/audiences/${id}/members`, { contact_ids: contact_ids.slice(0, 2) })).body).toEqual({ removed: 2 });
  expect((await call('DELETE', `/audiences/${id}/members/${contact_ids[2]}`)).body).toEqual({ removed: 1 });
  expect((await call('GET', `/audiences/${id}`)).body.contact_count).toBe(1);
});

test('members: both, neither, too many, a malformed id, and one of another organization', async () => {
  const { id } = await create();
  const [mine] = await createContacts(ctx, 1);
  const [foreign] = await createContacts((await tenant(app.db)).ctx, 1);
  const contact_ids = [encodeId('contact', mine?.id ?? '')];
  for (const body of [
    {},
    { contact_ids, contacts: [{ email: 'a@example.com' }] },
    { contact_ids: ['con_1'] },
    { contact_ids: Array(1001).fill(contact_ids[0]) },
  ]) {
    expect((await call('POST', `/audiences/${id}/members`, body)).status).toBe(422);
  }
  const stranger = await call('POST', `/audiences/${id}/members`, {
    contact_ids: [...contact_ids, encodeId('contact', foreign?.id ?? '')],
  });
  expect([404, 422]).toContain(stranger.status);
  expect((await call('GET', `/audiences/${id}`)).body.contact_count).toBe(0);
});

test('segments stand beside audiences and are not taken for ids', async () => {
  const made = await call('POST', '/audiences/segments', { name: `Seg ${unique()}`, filter: { where: { country: 'GB' } } });
  expect(made.status).toBe(201);
  expect((await call('GET', '/audiences/segments')).body.data).toContainEqual(expect.objectContaining({ id: made.body.id }));
  expect((await call('GET', `/audiences/${made.body.id}`)).body.kind).toBe('segment');
  expect((await call('GET', '/audiences/estimate-reach')).status).toBe(404);
});

test('the overlap of several audiences', async () => {
  const people = await createContacts(ctx, 4);
  const ids: string[] = [];
  for (const contact_ids of [
    [0, 1, 2],
    [1, 2],
    [2, 3],
  ].map((of) => of.map((i) => encodeId('contact', people[i]?.id ?? '')))) {
    const made = await call('POST', '/audiences', { name: `Overlap ${unique()}` });
    expect((await call('POST', `/audiences/${made.body.id}/members`, { contact_ids })).status).toBe(200);
    ids.push(made.body.id);
  }
  const [a, b, c] = ids as [string, string, string];
  const answer = await call('POST', '/audiences/overlap', { audience_ids: [a, b, c] });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    audiences: [
      { id: a, count: 3, only: 1 },
      { id: b, count: 2, only: 0 },
      { id: c, count: 2, only: 1 },
    ],
    pairs: [
      { a, b, both: 2, a_only: 1, b_only: 0, jaccard: 2 / 3 },
      { a, b: c, both: 1, a_only: 2, b_only: 1, jaccard: 1 / 4 },
      { a: b, b: c, both: 1, a_only: 1, b_only: 1, jaccard: 1 / 3 },
    ],
    in_any: 4,
    in_all: 1,
  });
  for (const audience_ids of [[a], [a, b, a], [a, 'x'], Array.from({ length: 9 }, (_, i) => ids[i % 3])])
    expect((await call('POST', '/audiences/overlap', { audience_ids })).status).toBe(422);
});
