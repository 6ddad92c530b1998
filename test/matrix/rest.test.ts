import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { scopes } from '@/contracts/scopes';
import type { Ctx } from '@/server/context';
import type { AnyEndpoint } from '@/server/rest/endpoint';
import { examples } from '@/server/rest/examples';
import { endpoints } from '@/server/rest/table';
import { v1 } from '@/server/rest/v1';
import { keyOf, signIn, type TestApp, tenant, testApp } from '@/test/rest/app';
import { caller } from '@/test/rest/call';
import { callStandIn } from './ads';
import { restById as byId, type Owned, type RestAttack, type RestAttacks } from './area';
import { areas } from './areas';
import { fingerprint, ownEverything } from './victim';

const nothing: RestAttacks = () => [{ want: 'nothing' }];
const inFilter = (id: string) => ({ name: 'x', filter: { where: { $inAudience: id } } });

/** An entry for every route: a new one without is a failure. */
const matrix: Record<string, RestAttacks> = {
  ...Object.assign({}, ...areas.map((area) => area.rest)),
  'GET /audiences': (their) => [
    { want: 'nothing' },
    { query: `q=${their.mark}`, want: 'nothing' },
    { query: `cursor=${their.audience}`, want: 'nothing' },
  ],
  'POST /audiences': nothing,
  'GET /audiences/:id': byId('audience'),
  'PATCH /audiences/:id': byId('audience'),
  'DELETE /audiences/:id': byId('audience'),
  'POST /audiences/:id/send': (their, my) => [
    { params: { id: their.audience } },
    { params: { id: their.segment } },
    { params: { id: my.audience }, body: { channel: 'email', from: 'a@example.com', template: their.mark }, want: 422 },
    { params: { id: my.audience }, body: { channel: 'email', from: 'a@example.com', template: their.template }, want: 422 },
  ],
  'GET /audiences/:id/members': byId('audience'),
  'POST /audiences/:id/members': (their, my) => [
    { params: { id: their.audience } },
    { params: { id: their.audience }, body: { contact_ids: [my.contact] } },
    { params: { id: my.audience }, body: { contact_ids: [their.contact] } },
    { params: { id: my.audience }, body: { contacts: [{ email: their.email, name: 'Taken over' }] }, want: 'nothing' },
  ],
  'DELETE /audiences/:id/members': (their, my) => [
    { params: { id: their.audience }, body: { contact_ids: [their.contact] } },
    { params: { id: my.audience }, body: { contact_ids: [their.contact] } },
  ],
  'DELETE /audiences/:id/members/:contact_id': (their, my) => [
    { params: { id: their.audience, contact_id: their.contact } },
    { params: { id: my.audience, contact_id: their.contact } },
  ],
  'GET /audiences/segments': (their) => [{ query: `q=${their.mark}`, want: 'nothing' }],
  'POST /audiences/segments': (their) => [{ body: inFilter(their.audience), want: 422 }],
  'GET /audiences/segments/:id': byId('segment'),
  'PUT /audiences/segments/:id': (their, my) => [
    { params: { id: their.segment } },
    { params: { id: my.segment }, body: inFilter(their.segment), want: 422 },
  ],
  'DELETE /audiences/segments/:id': byId('segment'),
  'GET /audiences/segments/:id/insights': (their) => [{ params: { id: their.segment } }, { params: { id: their.audience } }],
  'POST /audiences/estimate-reach': (their) => [
    { body: { filter: { where: { tags: their.mark } } }, want: 'nothing' },
    { body: { filter: { where: { $inAudience: their.audience } } }, want: 422 },
  ],
  'GET /audiences/segments/:id1/overlap/:id2': (their, my) => [
    { params: { id1: their.segment, id2: my.segment } },
    { params: { id1: my.audience, id2: their.audience } },
  ],
  'POST /audiences/overlap': (their, my) => [
    { body: { audience_ids: [their.segment, my.segment] } },
    { body: { audience_ids: [my.audience, my.segment, their.audience] } },
  ],
  'GET /audiences/:id/explain/:contact_id': (their, my) => [
    { params: { id: their.audience, contact_id: my.contact } },
    { params: { id: my.audience, contact_id: their.contact } },
  ],
  'GET /audiences/:id/export': (their) => [{ params: { id: their.audience } }, { params: { id: their.segment } }],
  'GET /fields': nothing,
  'GET /contacts': (their) => [
    { query: `email=${their.email}`, want: 'nothing' },
    { query: `q=${their.mark}`, want: 'nothing' },
  ],
  'POST /contacts': (their) => [{ body: { email: `x${their.email}` }, want: 'nothing' }],
  'POST /contacts/batch': (their) => [{ body: { contacts: [{ email: their.email, name: 'Taken over' }] }, want: 'nothing' }],
  'GET /contacts/:id': byId('contact'),
  'PATCH /contacts/:id': byId('contact'),
  'DELETE /contacts/:id': byId('contact'),
  'GET /templates': (their) => [{ query: `q=${their.mark}`, want: 'nothing' }],
  'POST /templates': nothing,
  'GET /templates/:id': byId('template'),
  'PATCH /templates/:id': byId('template'),
  'DELETE /templates/:id': byId('template'),
  'GET /sends': (their) => [{ want: 'nothing' }, { query: `audience_id=${their.audience}`, want: 'nothing' }],
  'GET /sends/:id': byId('send'),
  'GET /sends/:id/messages': byId('send'),
  'POST /sends/:id/pause': byId('send'),
  'POST /sends/:id/resume': byId('send'),
  'POST /sends/:id/subject': (their) => [{ params: { id: their.send }, body: { winner: 'A' } }],
  'DELETE /sends/:id': byId('send'),
  'GET /suppressions': (their) => [{ query: `q=${their.mark}`, want: 'nothing' }],
  'POST /suppressions': (their) => [{ body: { channel: 'email', address: `x${their.email}` }, want: 'nothing' }],
  'DELETE /suppressions/:id': byId('suppression'),
  'POST /events': (their) => [{ body: { contact_id: their.contact, name: 'x' } }],
  'GET /records/:datatype': (their) => [{ params: { datatype: their.datatype }, want: 'nothing' }],
  'POST /records/:datatype': (their) => [
    { params: { datatype: their.datatype }, body: { key: their.mark, data: {}, contact_ids: [their.contact] } },
  ],
  'POST /records/:datatype/import': (their) => [
    { params: { datatype: their.datatype }, body: { csv: `key,email\nx${their.mark},${their.email}` }, want: 'nothing' },
  ],
  'DELETE /records/:datatype/:key': (their) => [{ params: { datatype: their.datatype, key: their.mark } }],
};

let app: TestApp;
let me: Ctx;
let them: Ctx;
let my: Owned;
let their: Owned;
let key: string;
let cookie: string;
let before: Record<string, string>;
const call = caller(v1);
const nameOf = (e: AnyEndpoint) => `${e.method} ${e.path}`;

beforeAll(async () => {
  callStandIn();
  app = await testApp();
  const mine = await tenant(app.db);
  me = mine.ctx;
  ({ ctx: them } = await tenant(app.db));
  [my, their] = [await ownEverything(me), await ownEverything(them)];
  key = await keyOf(me, [...scopes]);
  cookie = await signIn(app, mine.email);
  before = await fingerprint(app.db, them.orgId);
});
afterEach(async () => expect(await fingerprint(app.db, them.orgId)).toEqual(before));
afterAll(() => app.close());

test('every route has an entry, and every entry a route', () => {
  expect(Object.keys(matrix).sort()).toEqual(endpoints.map(nameOf).sort());
});

describe.each(endpoints.map((e) => [nameOf(e), e] as const))('%s', (name, e) => {
  const fill = (params: Record<string, string> = {}) => e.path.replace(/:(\w+)/g, (_, p) => params[p] ?? 'x');
  const body = (attack: RestAttack) => attack.body ?? (e.body ? (e.example ?? examples[name]) : undefined);

  test('reaches nothing of another organization', async () => {
    const attacks = matrix[name]?.(their, my) ?? [];
    expect(attacks.length).toBeGreaterThan(0);
    for (const attack of attacks) {
      const answer = await call(e.method, fill(attack.params) + (attack.query ? `?${attack.query}` : ''), body(attack), { key });
      const { want = 404 } = attack;
      if (want === 'nothing') expect(answer.status, answer.text).toBeLessThan(300);
      // a thing named in the body may be refused there (422) as well as not found
      else expect(want === 422 || attack.body ? [404, 422] : [404], `${JSON.stringify(attack)} ${answer.text}`).toContain(answer.status);
      const said = `${attack.query} ${JSON.stringify(attack)}`;
      for (const id of Object.values(their).filter((value) => /^[a-z]{3}_/.test(value) && !said.includes(value)))
        expect(answer.text).not.toContain(id);
      expect(answer.text).not.toContain(`"name":"${their.mark}"`);
    }
  });

  test('needs its scope, and no other', async () => {
    const all = await keyOf(
      me,
      scopes.filter((scope) => scope !== e.scope),
    );
    const only = await keyOf(me, [e.scope]);
    const path = fill();
    expect((await call(e.method, path, e.body ? {} : undefined, { key: all })).body.error.code).toBe('insufficient_scope');
    const allowed = await call(e.method, path, e.body ? { nonsense: 1 } : undefined, { key: only });
    expect([401, 403]).not.toContain(allowed.status);
  });

  test('takes no session, no JWT-less call, no proxy trick', async () => {
    const path = fill();
    const headers = [
      { cookie },
      { cookie, 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
      { authorization: 'Bearer x' },
    ] as Record<string, string>[];
    for (const given of headers) expect((await call(e.method, path, e.body ? {} : undefined, { headers: given })).status).toBe(401);
  });
});
