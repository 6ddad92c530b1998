import { describe, expect, it } from 'vitest';
import { encodeId } from '@/contracts/ids';
import { addMembers } from '@/server/audiences/add-members';
import { createAudience as create } from '@/server/audiences/create-audience';
import { deleteAudience } from '@/server/audiences/delete-audience';
import { getAudience } from '@/server/audiences/get-audience';
import { listAudiences } from '@/server/audiences/list-audiences';
import { listMembers } from '@/server/audiences/list-members';
import { removeMembers } from '@/server/audiences/remove-members';
import { updateAudience } from '@/server/audiences/update-audience';
import { countAudience } from '@/server/segments/count-audience';
import { createAudience, createContacts, createContext, uuidOf } from '../factory';
import { audits, everythingOf, memberIds, openTestDatabase, people } from '../import/setup';

const test = openTestDatabase();
const newContext = () => createContext(test.db);
const missing = { code: 'not_found' };

describe('audiences', () => {
  it('get a slug from their name, unique in the organization, also when made at once', async () => {
    const [ctx, other] = [await newContext(), await newContext()];
    const slugs = async (name: string) => (await create(ctx, { name })).slug;
    expect(await slugs('Été 2027: VIPs!')).toBe('ete-2027-vips');
    expect(await slugs('Été 2027 -- vips')).toBe('ete-2027-vips-2');
    expect(await slugs('読者')).toBe('audience');
    expect(await slugs(`${'x'.repeat(71)} yz`)).toBe('x'.repeat(71));
    expect((await create(other, { name: 'Été 2027: VIPs!' })).slug).toBe('ete-2027-vips');
    const race = await Promise.all(Array.from({ length: 6 }, () => slugs('Race')));
    expect([...race].sort()).toEqual(['race', 'race-2', 'race-3', 'race-4', 'race-5', 'race-6']);
    const taken = { code: 'conflict', issues: [{ path: ['slug'] }] };
    await expect(create(ctx, { name: 'Anything', slug: 'race' })).rejects.toMatchObject(taken);
    const made = await create(ctx, { name: 'Own', slug: 'own', description: 'text' });
    await expect(updateAudience(ctx, { id: uuidOf('audience', made.id), patch: { slug: 'race' } })).rejects.toMatchObject(taken);
    await expect(create(ctx, { name: 'A\0' })).rejects.toMatchObject({ issues: [{ path: ['name'] }] });
  });

  it('are read, changed, listed with their counts, and deleted, each audited once', async () => {
    const ctx = await newContext();
    const made = await create(ctx, { name: 'First' });
    const id = uuidOf('audience', made.id);
    const full = await createAudience(ctx, 3, { name: '100% full' });
    await updateAudience(ctx, { id, patch: { name: 'Renamed', description: 'd' } });
    await updateAudience(ctx, { id, patch: { name: 'Renamed' } });
    expect(await getAudience(ctx, id)).toMatchObject({ name: 'Renamed', slug: 'first', description: 'd', contact_count: 0, kind: 'list' });
    expect((await listAudiences(ctx, { limit: 9 })).data.map((a) => [a.name, a.contact_count])).toEqual([
      ['100% full', 3],
      ['Renamed', 0],
    ]);
    expect((await listAudiences(ctx, { limit: 9, q: '0% F' })).data).toHaveLength(1);
    expect((await listAudiences(ctx, { limit: 9, q: '%m%' })).data).toHaveLength(0);
    const page = await listAudiences(ctx, { limit: 1 });
    expect((await listAudiences(ctx, { limit: 1, cursor: page.next_cursor ?? '' })).data).toMatchObject([{ id: made.id }]);
    await deleteAudience(ctx, full.id);
    expect(await people(ctx)).toHaveLength(3);
    expect((await audits(ctx)).map((a) => a.action)).toEqual(['audience.created', 'audience.updated', 'audience.deleted']);
  });

  it('that a segment names are not deleted', async () => {
    const ctx = await newContext();
    const list = await createAudience(ctx, 2);
    const filter = { datatype: 'contact', where: { $inAudience: encodeId('audience', list.id) } };
    const segment = await createAudience(ctx, [], { kind: 'segment', segmentType: 'dynamic', filter, name: 'Nested' });
    expect(await getAudience(ctx, segment.id)).toMatchObject({ contact_count: 2 });
    const counts = (await listAudiences(ctx, { limit: 9 })).data.map((a) => a.contact_count);
    expect(counts, 'a list evaluates no filter').toEqual([null, 2]);
    expect((await listMembers(ctx, { audienceId: segment.id, limit: 9 })).data).toHaveLength(2);
    await expect(deleteAudience(ctx, list.id)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Nested') });
    await deleteAudience(ctx, segment.id);
    await deleteAudience(ctx, list.id);
  });

  it('that are large or evaluated when used are shown without waiting for their number', async () => {
    const ctx = await newContext();
    const filter = { datatype: 'contact', where: {} };
    const segment = await createAudience(ctx, [], { kind: 'segment', segmentType: 'dynamic', filter });
    const large = await createAudience(ctx, 4);
    const small = await createAudience(ctx, 3);
    expect((await listAudiences(ctx, { limit: 9, most: 3 })).data.map((a) => a.contact_count)).toEqual([3, null, null]);
    for (const [audience, shown, all] of [
      [segment, null, 7],
      [large, null, 4],
      [small, 3, 3],
    ] as const) {
      expect((await getAudience(ctx, audience.id, 3)).contact_count).toBe(shown);
      expect(await countAudience(ctx, { id: audience.id, want: 'exact' })).toEqual({ count: all, exact: true, margin: 0 });
    }
  });

  it('that can no longer be evaluated have no count, which is not zero', async () => {
    const ctx = await newContext();
    const filter = { datatype: 'contact', where: { $inAudience: encodeId('audience', '01970000-0000-7000-8000-000000000001') } };
    const broken = await createAudience(ctx, [], { kind: 'segment', segmentType: 'dynamic', filter });
    expect((await getAudience(ctx, broken.id)).contact_count).toBeNull();
  });
});

describe('members', () => {
  it('are added by id or as contacts, listed and removed', async () => {
    const ctx = await newContext();
    const [a, b, c] = await createContacts(ctx, 3);
    const audience = await createAudience(ctx, [{ id: a?.id ?? '' }]);
    const audienceId = audience.id;
    const ids = [a, b, b].map((contact) => contact?.id ?? '');
    expect(await addMembers(ctx, { audienceId, contact_ids: ids })).toEqual({ added: 1, already_members: 2 });
    const given = [
      { email: c?.email?.toUpperCase() },
      { email: 'new@example.com', name: 'New' },
      { email: 'NEW@example.com' },
      { email: a?.email },
    ];
    expect(await addMembers(ctx, { audienceId, contacts: given })).toEqual({ added: 2, already_members: 2 });
    const first = await listMembers(ctx, { audienceId, limit: 3 });
    const rest = await listMembers(ctx, { audienceId, limit: 3, cursor: first.next_cursor ?? '' });
    expect([...first.data, ...rest.data].map((m) => m.email)).toEqual(['new@example.com', c?.email, b?.email, a?.email]);
    expect(await removeMembers(ctx, { audienceId, contact_ids: [a?.id ?? '', a?.id ?? ''] })).toEqual({ removed: 1 });
    expect(await removeMembers(ctx, { audienceId, contact_ids: [a?.id ?? ''] })).toEqual({ removed: 0 });
    expect(await memberIds(ctx, audienceId)).toHaveLength(3);
    expect(await people(ctx)).toHaveLength(4);
  });

  it('are added all or not at all', async () => {
    const [ctx, other] = [await newContext(), await newContext()];
    const [mine] = await createContacts(ctx, [{ email: 'a@example.com', phone: '+14155550100' }]);
    await createContacts(ctx, [{ email: 'b@example.com', phone: '+14155550101' }]);
    const [theirs] = await createContacts(other, 1);
    const { id: audienceId } = await createAudience(ctx);
    const before = [await everythingOf(ctx), await everythingOf(other)];
    const both = [mine?.id ?? '', theirs?.id ?? ''];
    await expect(addMembers(ctx, { audienceId, contact_ids: both })).rejects.toMatchObject({
      ...missing,
      issues: [{ path: ['contact_ids', 1] }],
    });
    await expect(removeMembers(ctx, { audienceId, contact_ids: both })).rejects.toMatchObject(missing);
    const wrong = [{ email: 'ok@example.com' }, { email: 'nope' }];
    await expect(addMembers(ctx, { audienceId, contacts: wrong })).rejects.toMatchObject({
      issues: [{ path: ['contacts', 1], code: 'invalid_email' }],
    });
    const two = [{ email: 'a@example.com', phone: '+14155550101' }];
    await expect(addMembers(ctx, { audienceId, contacts: two })).rejects.toMatchObject({
      issues: [{ path: ['contacts', 0], code: 'conflict' }],
    });
    expect([await everythingOf(ctx), await everythingOf(other)]).toEqual(before);
  });

  it('of a segment are not kept by hand', async () => {
    const ctx = await newContext();
    const [contact] = await createContacts(ctx, 1);
    const filter = { datatype: 'contact', where: {} };
    const frozen = await createAudience(ctx, [{ id: contact?.id ?? '' }], { kind: 'segment', segmentType: 'static', filter });
    const input = { audienceId: frozen.id, contact_ids: [contact?.id ?? ''] };
    await expect(addMembers(ctx, input)).rejects.toMatchObject({ code: 'conflict' });
    await expect(removeMembers(ctx, input)).rejects.toMatchObject({ code: 'conflict' });
    expect(await getAudience(ctx, frozen.id)).toMatchObject({ contact_count: 1, kind: 'segment' });
  });

  it('and audiences of another organization are not found, and stay as they are', async () => {
    const [ctx, other] = [await newContext(), await newContext()];
    const theirs = await createAudience(other, 2);
    const [mine] = await createContacts(ctx, 1);
    const before = await everythingOf(other);
    const id = theirs.id;
    const contact_ids = [mine?.id ?? ''];
    for (const attempt of [
      () => getAudience(ctx, id),
      () => updateAudience(ctx, { id, patch: { name: 'x' } }),
      () => deleteAudience(ctx, id),
      () => listMembers(ctx, { audienceId: id, limit: 5 }),
      () => addMembers(ctx, { audienceId: id, contact_ids }),
      () => addMembers(ctx, { audienceId: id, contacts: [{ email: 'x@example.com' }] }),
      () => removeMembers(ctx, { audienceId: id, contact_ids }),
    ]) {
      await expect(attempt()).rejects.toMatchObject(missing);
    }
    expect((await listAudiences(ctx, { limit: 9 })).data).toEqual([]);
    expect(await everythingOf(other)).toBe(before);
  });
});
