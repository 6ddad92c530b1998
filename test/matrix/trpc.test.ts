import { TRPCError } from '@trpc/server';
import { uuidv7 } from 'uuidv7';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '@/contracts/errors';
import type { UserCtx } from '@/server/auth/session';
import type { Ctx } from '@/server/context';
import { examples } from '@/server/rest/examples';
import { appRouter, caller } from '@/server/trpc/root';
import { createUser } from '@/test/factory';
import { type TestApp, tenant, testApp } from '@/test/rest/app';
import { callStandIn } from './ads';
import { trpcById as byId, type Owned, type TrpcAttacks } from './area';
import { areas } from './areas';
import { fingerprint, ownEverything } from './victim';

const search: TrpcAttacks = (their) => ({ blind: [{ q: their.mark }, {}] });
const send = { channel: 'email', from: 'a@example.com', template: 'nothing' };
const segment = examples['POST /audiences/segments'] as { filter: object };
const inFilter = (id: string) => ({ datatype: 'contact', where: { $inAudience: id } });

/** An entry for every procedure: a new one without is a failure. */
const matrix: Record<string, TrpcAttacks> = {
  ...Object.assign({}, ...areas.map((area) => area.trpc)),
  'apiKeys.list': () => ({ blind: [{}] }),
  'apiKeys.create': () => ({ blind: [{ name: 'x', scopes: ['read:contacts'] }] }),
  'apiKeys.revoke': byId('apiKey'),
  'audiences.list': search,
  'audiences.get': byId('audience'),
  'audiences.count': (their) => ({ lost: ['first', 'exact'].map((want) => ({ id: their.segment, want })) }),
  'audiences.create': () => ({ blind: [{ name: 'x' }] }),
  'audiences.update': (their) => ({ lost: [{ id: their.audience, name: 'x' }] }),
  'audiences.delete': byId('audience'),
  'audiences.members': byId('audience'),
  'audiences.addMembers': (their, my) => ({
    lost: [
      { id: their.audience, contact_ids: [my.contact] },
      { id: my.audience, contact_ids: [their.contact] },
    ],
  }),
  'audiences.removeMembers': (their, my) => ({
    lost: [
      { id: their.audience, contact_ids: [their.contact] },
      { id: my.audience, contact_ids: [their.contact] },
    ],
  }),
  'audiences.imports': byId('audience'),
  'audiences.import': byId('import'),
  'audit.list': () => ({ blind: [{}, { limit: 100 }] }),
  'contacts.list': (their) => ({ blind: [{ q: their.mark }, { email: their.email }] }),
  'contacts.get': byId('contact'),
  'contacts.create': (their) => ({ blind: [{ email: `x${their.email}` }] }),
  'contacts.update': (their) => ({ lost: [{ id: their.contact, name: 'x' }] }),
  'contacts.delete': byId('contact'),
  'contacts.batch': (their) => ({ blind: [{ contacts: [{ email: `y${their.email}` }] }] }),
  'mailbox.list': search,
  'mailbox.get': byId('mail'),
  'organization.current': () => ({ blind: [undefined] }),
  'organization.update': () => ({ blind: [{ name: 'Mine' }] }),
  'segments.list': search,
  'segments.get': byId('segment'),
  'segments.create': (their) => ({ lost: [{ name: 'x', filter: inFilter(their.audience) }] }),
  'segments.update': (their, my) => ({
    lost: [
      { ...segment, id: their.segment },
      { name: 'x', id: my.segment, filter: inFilter(their.segment) },
    ],
  }),
  'segments.delete': byId('segment'),
  'segments.reach': (their) => ({
    lost: [{ filter: inFilter(their.audience) }],
    blind: [{ filter: { datatype: 'contact', where: { tags: 'none' } } }],
  }),
  'segments.diff': (their, my) => ({
    lost: [
      { id: their.segment, filter: segment.filter },
      { id: my.segment, filter: inFilter(their.audience) },
    ],
  }),
  'segments.insights': byId('segment'),
  'segments.overlap': (their, my) => ({
    lost: [{ audience_ids: [their.audience, my.audience] }, { audience_ids: [my.audience, my.segment, their.segment] }],
  }),
  'segments.explain': (their, my) => ({
    lost: [
      { id: their.segment, contact_id: my.contact },
      { id: my.segment, contact_id: their.contact },
    ],
  }),
  'segments.fields': () => ({ blind: [undefined] }),
  'segments.eventNames': () => ({ blind: [undefined] }),
  'sends.preview': (their, my) => ({
    lost: [
      { ...send, template: my.template, audienceId: their.audience },
      { ...send, template: their.template, audienceId: my.audience },
    ],
  }),
  'sends.schedule': (their, my) => ({
    lost: [
      { ...send, attempt: 'one', template: my.template, audienceId: their.audience },
      { ...send, attempt: 'one', template: their.mark, audienceId: my.audience },
    ],
  }),
  'sends.get': byId('send'),
  'sends.list': (their) => ({ blind: [{}, { audienceId: their.audience }] }),
  'sends.messages': (their) => ({ lost: [{ sendId: their.send }] }),
  'sends.pause': byId('send'),
  'sends.resume': byId('send'),
  'sends.cancel': byId('send'),
  'sends.chooseSubject': (their) => ({ lost: [{ id: their.send, winner: 'A' }] }),
  'suppressions.list': search,
  'suppressions.suppress': (their) => ({ blind: [{ channel: 'email', address: `x${their.email}` }] }),
  'suppressions.lift': byId('suppression'),
  'templates.list': search,
  'templates.get': byId('template'),
  'templates.byKey': (their) => ({ lost: [{ key: their.template }] }),
  'templates.create': () => ({ blind: [examples['POST /templates']] }),
  'templates.update': (their) => ({ lost: [{ id: their.template, name: 'x' }] }),
  'templates.archive': byId('template'),
  'templates.preview': (their, my) => ({ lost: [{ id: their.template }, { id: my.template, contactId: their.contact }] }),
  'templates.testSend': (their, my) => ({
    lost: [
      { id: their.template, channel: 'email', to: 'a@example.com' },
      { id: my.template, channel: 'email', to: 'a@example.com', contactId: their.contact },
    ],
  }),
};

const procedures = Object.entries(appRouter._def.procedures).map(([name, p]) => ({
  name,
  type: (p as unknown as { _def: { type: string } })._def.type,
}));
/** Reads that only owners may make. */
const ownersRead = ['apiKeys.list', 'automations.hook', 'members.invitations'];
/** Mutations that any member may make: they are about themselves. */
const membersOwn = [
  'account.rename',
  'account.changePassword',
  'account.askAddress',
  'account.endSession',
  'account.endOtherSessions',
  'invitations.accept',
  'members.leave',
  'organization.open',
];
/** What anybody may, signed in or not: with a signed link of ours, or to get one. */
const byLink = [
  'account.askReset',
  'account.viewReset',
  'account.resetPassword',
  'account.viewAddress',
  'account.confirmAddress',
  'invitations.look',
  'invitations.join',
];

let app: TestApp;
let them: Ctx;
let my: Owned;
let their: Owned;
let owner: UserCtx;
let member: UserCtx;
let before: Record<string, string>;

beforeAll(async () => {
  callStandIn();
  app = await testApp();
  const { ctx } = await tenant(app.db);
  ({ ctx: them } = await tenant(app.db));
  [my, their] = [await ownEverything(ctx), await ownEverything(them)];
  owner = ctx as UserCtx;
  const user = await createUser(app.db, ctx.orgId, 'member');
  member = { ...owner, actor: { type: 'user', id: user.id, role: 'member' } };
  before = await fingerprint(app.db, them.orgId);
});
afterEach(async () => expect(await fingerprint(app.db, them.orgId)).toEqual(before));
afterAll(() => app.close());

/** Calls a procedure by name as somebody; `null` is nobody. */
async function call(name: string, input: unknown, who: UserCtx | null): Promise<unknown> {
  const session = async () => {
    if (!who) throw new AppError('unauthenticated', 'Sign in first');
    return who;
  };
  const [group = '', procedure = ''] = name.split('.');
  const person = async () => {
    const { actor } = await session();
    return { id: actor.id, name: 'Somebody', email: 'somebody@example.com', sessionId: uuidv7() };
  };
  const all = caller({ requestId: 'req_test', client: '203.0.113.9', session, person }) as unknown as Record<
    string,
    Record<string, (input: unknown) => Promise<unknown>>
  >;
  return all[group]?.[procedure]?.(input);
}

const failure = (name: string, input: unknown, who: UserCtx | null) =>
  call(name, input, who).then(
    () => 'no error',
    (error: unknown) => (error instanceof TRPCError ? error.code : `not a TRPCError: ${error}`),
  );

test('every procedure has an entry, and every entry a procedure', () => {
  expect(Object.keys(matrix).sort()).toEqual(procedures.map((p) => p.name).sort());
});

describe.each(procedures)('$name', ({ name, type }) => {
  test('reaches nothing of another organization', async () => {
    const { lost = [], blind = [] } = matrix[name]?.(their, my) ?? {};
    expect(lost.length + blind.length).toBeGreaterThan(0);
    for (const input of lost) {
      expect(['NOT_FOUND', 'UNPROCESSABLE_CONTENT'], `${JSON.stringify(input)}`).toContain(await failure(name, input, owner));
    }
    for (const input of blind) {
      const text = JSON.stringify((await call(name, input, owner)) ?? null);
      for (const id of [their.contact, their.audience, their.segment, their.template, their.send, their.apiKey, their.mail])
        expect(text).not.toContain(id);
      expect(text).not.toContain(`"${their.mark}"`);
    }
  });

  test('is refused to nobody', async () =>
    expect(await failure(name, undefined, null)).toBe(byLink.includes(name) ? 'BAD_REQUEST' : 'UNAUTHORIZED'));

  test('a member only reads', async () => {
    const own = membersOwn.includes(name) || byLink.includes(name);
    const refused = (type === 'mutation' && !own) || ownersRead.includes(name);
    if (refused) expect(await failure(name, undefined, member)).toBe('FORBIDDEN');
    else expect(await failure(name, undefined, member)).not.toBe('FORBIDDEN');
  });
});
