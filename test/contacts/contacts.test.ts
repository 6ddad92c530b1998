import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { contactInput } from '@/contracts/contact';
import { batchContacts } from '@/server/contacts/batch-contacts';
import { createContact } from '@/server/contacts/create-contact';
import { deleteContact } from '@/server/contacts/delete-contact';
import { getContact } from '@/server/contacts/get-contact';
import { listContacts } from '@/server/contacts/list-contacts';
import { updateContact } from '@/server/contacts/update-contact';
import { contacts } from '@/server/db/schema/contacts';
import { createContacts, createContext, uuidOf } from '../factory';
import { audits, everythingOf, openTestDatabase, people } from '../import/setup';

const test = openTestDatabase();
const newContext = () => createContext(test.db);
const missing = { code: 'not_found' };

describe('contacts', () => {
  it('are created in normal form, audited, read and found by any spelling', async () => {
    const ctx = await newContext();
    const made = await createContact(ctx, {
      email: ' Ann@MÜNCHEN.de ',
      phone: '0170 1234567',
      country: 'de',
      timezone: 'europe/berlin',
      language: 'DE-de',
      tags: [' vip ', 'vip'],
      metadata: { plan: { tier: 1 } },
    });
    expect(made).toMatchObject({
      email: 'ann@xn--mnchen-3ya.de',
      phone: '+491701234567',
      country: 'DE',
      timezone: 'Europe/Berlin',
      language: 'de-DE',
      tags: ['vip'],
    });
    expect(await getContact(ctx, uuidOf('contact', made.id))).toEqual(made);
    expect((await audits(ctx)).map((a) => [a.action, a.target])).toEqual([['contact.created', made.id]]);
    for (const query of [{ email: 'ANN@münchen.de' }, { phone: '+49 170 1234567' }, { q: 'ann@' }, { q: '170 1234' }]) {
      expect((await listContacts(ctx, { limit: 5, ...query })).data).toEqual([made]);
    }
    expect((await listContacts(ctx, { limit: 5, email: 'nonsense' })).data).toEqual([]);
    expect((await listContacts(ctx, { limit: 5, q: '%' })).data).toEqual([]);
  });

  it('are found by a part of a name or address in any case, and by a whole address alone', async () => {
    const ctx = await newContext();
    const add = (email: string, rest = {}) => createContact(ctx, { email, ...rest });
    const ann = await add('Ann@Example.com', { name: 'ÅSA Öberg_1', phone: '+14155550100' });
    const joann = await add('joann@example.com', { name: 'Jo%' });
    const found = async (q: string, more: object = {}) => (await listContacts(ctx, { limit: 5, q, ...more })).data.map((c) => c.id);
    for (const q of ['åsa ö', 'G_1', '4155 55', 'ann@example.com', '+1 415 555 0100']) expect(await found(q), q).toEqual([ann.id]);
    for (const q of ['Jo%', 'O%', 'JOANN']) expect(await found(q), q).toEqual([joann.id]);
    expect(await found('ann@example')).toEqual([joann.id, ann.id]);
    expect(await found('nn@example.com')).toEqual([joann.id, ann.id]);
    expect(await found('ann@example.com', { phone: '+1 415 555 0199' })).toEqual([]);
  });

  it('that nobody waits for any more are looked for no longer', async () => {
    const ctx = await newContext();
    const gone = new Error('typed on');
    await expect(listContacts(ctx, { limit: 5, q: 'x', signal: AbortSignal.abort(gone) })).rejects.toBe(gone);
  });

  it('with a taken address are a conflict that names the one there is, also when two come at once', async () => {
    const ctx = await newContext();
    const made = await createContact(ctx, { email: 'a@example.com', phone: '+14155550100' });
    const issue = (path: string) => ({
      code: 'conflict',
      issues: [expect.objectContaining({ path: [path], message: expect.stringContaining(made.id) })],
    });
    await expect(createContact(ctx, { email: 'A@example.com' })).rejects.toMatchObject(issue('email'));
    await expect(createContact(ctx, { phone: '+1 415 555 0100', email: 'b@example.com' })).rejects.toMatchObject(issue('phone'));
    const race = await Promise.allSettled(Array.from({ length: 8 }, () => createContact(ctx, { email: 'race@example.com' })));
    expect(race.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
    for (const r of race) if (r.status === 'rejected') expect(r.reason).toMatchObject({ code: 'conflict' });
  });

  it.each([
    [{ email: 'nope' }, ['email'], 'invalid_email'],
    [{ email: 'a@example.com', phone: '415 555 0100' }, ['phone'], 'invalid_phone'],
    [{ email: 'a@example.com', country: 'EU' }, ['country'], 'invalid_country'],
    [{ email: 'a@example.com', timezone: '+05:30' }, ['timezone'], 'invalid_timezone'],
    [{ email: 'a@example.com', language: 'klingon!' }, ['language'], 'invalid_language'],
    [{ email: 'a@example.com', name: 'A\0' }, ['name'], 'invalid_name'],
    [{ email: 'a@example.com', tags: ['ok', '\ud800'] }, ['tags', 1], 'invalid_text'],
    [{ email: 'a@example.com', metadata: { a: ['x', { b: '\0' }] } }, ['metadata', 'a', 1, 'b'], 'invalid_text'],
    [{ email: 'a@example.com', metadata: { 'k\0': 1 } }, ['metadata', 'k\ufffd'], 'invalid_key'],
    [{ email: 'a@example.com', metadata: JSON.parse('{"a":{"__proto__":1}}') }, ['metadata', 'a', '__proto__'], 'invalid_key'],
    [{ email: 'a@example.com', metadata: { big: 'x'.repeat(70_000) } }, ['metadata'], 'too_large'],
    [{ email: '  ', phone: null }, ['email'], 'no_address'],
  ])('%j is refused at %j', async (input, path, code) => {
    const ctx = await newContext();
    await expect(createContact(ctx, input)).rejects.toMatchObject({ code: 'validation_failed', issues: [{ path, code }] });
    expect(await audits(ctx)).toEqual([]);
  });

  it('with __proto__ as a metadata key do not pass the contract', () => {
    const parsed = contactInput.safeParse(JSON.parse('{"email":"a@example.com","metadata":{"__proto__":{"x":1}}}'));
    expect(parsed.error?.issues).toMatchObject([{ path: ['metadata', '__proto__'] }]);
    expect(contactInput.parse({ email: 'a@example.com' })).toEqual({ email: 'a@example.com' });
  });

  it('change field by field; metadata keys are merged and null removes one', async () => {
    const ctx = await newContext();
    const made = await createContact(ctx, { email: 'a@example.com', name: 'A', metadata: { keep: 1, drop: 2, nested: { x: 1 } } });
    const id = uuidOf('contact', made.id);
    const changed = await updateContact(ctx, { id, patch: { name: null, metadata: { drop: null, nested: { y: 2 }, fresh: 'f' } } });
    expect(changed).toMatchObject({ email: 'a@example.com', name: null, metadata: { keep: 1, nested: { y: 2 }, fresh: 'f' } });
    expect(await updateContact(ctx, { id, patch: { email: 'A@EXAMPLE.com' } })).toEqual(changed);
    await expect(updateContact(ctx, { id, patch: { email: null } })).rejects.toMatchObject({ issues: [{ code: 'no_address' }] });
    await createContact(ctx, { email: 'b@example.com' });
    await expect(updateContact(ctx, { id, patch: { email: 'b@example.com' } })).rejects.toMatchObject({ code: 'conflict' });
    expect((await audits(ctx)).map((a) => [a.action, a.data])).toEqual([
      ['contact.created', {}],
      ['contact.updated', { fields: ['name', 'metadata'] }],
      ['contact.created', {}],
    ]);
  });

  it('are listed page by page, newest first, while others come and go', async () => {
    const ctx = await newContext();
    const rows = await createContacts(ctx, 7);
    const first = await listContacts(ctx, { limit: 3 });
    await createContacts(ctx, 2);
    await test.db.delete(contacts).where(eq(contacts.id, rows[4]?.id ?? ''));
    const second = await listContacts(ctx, { limit: 3, cursor: first.next_cursor ?? '' });
    const third = await listContacts(ctx, { limit: 3, cursor: second.next_cursor ?? '' });
    expect([...first.data, ...second.data, ...third.data].map((c) => c.email)).toEqual(rows.map((r) => r.email).reverse());
    expect(third.next_cursor).toBeNull();
    await expect(listContacts(ctx, { limit: 3, cursor: 'aud_nonsense' })).rejects.toMatchObject({ issues: [{ path: ['cursor'] }] });
  });

  it('upsert in a batch by address, each refused one by its index', async () => {
    const ctx = await newContext();
    const [known] = await createContacts(ctx, [{ email: 'known@example.com', name: 'Known', tags: ['a'], metadata: { x: 1 } }]);
    const input = {
      contacts: [
        { email: 'new@example.com', metadata: { n: [1, { deep: true }] } },
        { email: 'nope' },
        { email: 'KNOWN@example.com', tags: ['b'], metadata: { y: 2 } },
        { email: 'new@example.com' },
      ],
    };
    const result = await batchContacts(ctx, input);
    expect(result).toMatchObject({
      created: 1,
      updated: 1,
      unchanged: 0,
      rejected: [
        { index: 1, code: 'invalid_email' },
        { index: 3, code: 'duplicate_in_batch' },
      ],
    });
    expect(result.data).toMatchObject([
      { email: 'new@example.com', metadata: { n: [1, { deep: true }] } },
      { name: 'Known', tags: ['a', 'b'], metadata: { x: 1, y: 2 } },
    ]);
    expect(uuidOf('contact', result.data[1]?.id ?? '')).toBe(known?.id);
    expect(await batchContacts(ctx, input)).toMatchObject({ created: 0, updated: 0, unchanged: 2, data: result.data });
    expect(await people(ctx)).toHaveLength(2);
  });

  it('of another organization are not found, and stay as they are', async () => {
    const [ctx, other] = [await newContext(), await newContext()];
    const [theirs] = await createContacts(other, 1);
    const id = theirs?.id ?? '';
    const before = await everythingOf(other);
    await expect(getContact(ctx, id)).rejects.toMatchObject(missing);
    await expect(updateContact(ctx, { id, patch: { name: 'x' } })).rejects.toMatchObject(missing);
    await expect(deleteContact(ctx, id)).rejects.toMatchObject(missing);
    expect((await listContacts(ctx, { limit: 9, email: theirs?.email ?? '' })).data).toEqual([]);
    await createContact(ctx, { email: theirs?.email ?? '' });
    expect(await everythingOf(other)).toBe(before);
    await deleteContact(other, id);
    expect(await people(other)).toEqual([]);
    expect((await audits(other)).map((a) => a.action)).toEqual(['contact.deleted']);
  });
});
