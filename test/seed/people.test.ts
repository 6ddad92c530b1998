import { isValidPhoneNumber } from 'libphonenumber-js';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { copyPeople } from '@/scripts/people/copy';
import { people } from '@/scripts/people/person';
import { testDatabase } from '../db';

const sample = [...people(10_000)];
const share = (keep: (one: (typeof sample)[number]) => unknown) => sample.filter(keep).length / sample.length;

test('the same people come out each time, whatever the count', () => {
  expect([...people(50)]).toEqual(sample.slice(0, 50));
});

test('they have an address that is nobody’s, and only one', () => {
  const emails = sample.flatMap((one) => one.email ?? []);
  const phones = sample.flatMap((one) => one.phone ?? []);
  expect(new Set(emails).size).toBe(emails.length);
  expect(new Set(phones).size).toBe(phones.length);
  for (const email of emails) expect(email).toMatch(/^[a-z0-9._]+@example\.(com|org|net)$/);
  for (const phone of phones) expect(isValidPhoneNumber(phone), phone).toBe(true);
  expect(sample.every((one) => one.email || one.phone)).toBe(true);
  expect(phones.length).toBeGreaterThan(1_500);
});

test('they look like people: zones that exist, dates in order, a spread of everything', () => {
  for (const zone of new Set(sample.flatMap((one) => one.timezone ?? []))) new Intl.DateTimeFormat('en', { timeZone: zone });
  for (const one of sample) {
    expect(one.createdAgo).toBeGreaterThan(one.sentAgo ?? 0);
    if (one.clickedAgo !== null) expect(one.openedAgo).not.toBeNull();
  }
  expect(share((one) => one.country === 'US')).toBeCloseTo(0.26, 1);
  expect(share((one) => one.tags.includes('newsletter'))).toBeCloseTo(0.42, 1);
  expect(share((one) => one.openedAgo !== null)).toBeGreaterThan(0.3);
  expect(share((one) => one.metadata.plan === 'pro')).toBeGreaterThan(0.15);
});

test('they go into the contacts table as they are', async () => {
  const database = await testDatabase();
  const sql = postgres(database.url, { max: 1 });
  try {
    const [org] = await sql`INSERT INTO organizations (name, slug) VALUES ('Seeded', 'seeded') RETURNING id`;
    const orgId: string = org?.id;
    await copyPeople(sql, orgId, 1_000, { batch: 300 });
    const rows = await sql`SELECT email, phone, name, country, timezone, tags, metadata FROM contacts WHERE org_id = ${orgId}`;
    const byAddress = new Map(rows.map((row) => [row.email ?? row.phone, row]));
    expect(byAddress.size).toBe(1_000);
    for (const { email, phone, name, country, timezone, tags, metadata } of sample.slice(0, 1_000)) {
      expect(byAddress.get(email ?? phone)).toEqual({ email, phone, name, country, timezone, tags, metadata });
    }
  } finally {
    await sql.end();
    await database.drop();
  }
});
