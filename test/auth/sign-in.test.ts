import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auth } from '@/server/auth/auth';
import { createOwner } from '@/server/auth/create-organization';
import { asOwnClient } from '@/server/auth/origins';
import { member, organization, session } from '@/server/db/schema/auth';
import { type TestApp, testApp } from '@/test/rest/app';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.close());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  auth().handler(
    new Request(`${app.url}/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: app.url, ...headers },
      body: JSON.stringify(body),
    }),
  );

describe('sign-up', () => {
  test('makes an account, an organization that it owns, and opens it', async () => {
    const answer = await post('/sign-up/email', {
      name: 'Nora',
      email: 'Nora@Example.com',
      password: 'correct horse',
      organizationName: 'Nora & Söhne',
    });
    expect(answer.status).toBe(200);
    const { user } = await answer.json();
    expect(user.email).toBe('nora@example.com');
    const rows = await app.db
      .select()
      .from(member)
      .innerJoin(organization, eq(organization.id, member.organizationId))
      .where(eq(member.userId, user.id));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.organization_members.role).toBe('owner');
    expect(rows[0]?.organizations).toMatchObject({ name: 'Nora & Söhne', slug: 'nora-sohne' });
    const [opened] = await app.db.select().from(session).where(eq(session.userId, user.id));
    expect(opened?.activeOrganizationId).toBe(rows[0]?.organizations.id);
  });

  test('a name that is taken gets a numbered slug', async () => {
    const a = await createOwner(app.db, { name: 'A', email: 'a@example.com', password: 'correct horse', organizationName: 'Twice' });
    const b = await createOwner(app.db, { name: 'B', email: 'b@example.com', password: 'correct horse', organizationName: 'Twice' });
    const slugs = await app.db.select({ id: organization.id, slug: organization.slug }).from(organization);
    expect(slugs.find((s) => s.id === a.orgId)?.slug).toBe('twice');
    expect(slugs.find((s) => s.id === b.orgId)?.slug).toBe('twice-2');
  });

  test('an address signs up once', async () => {
    const owner = { name: 'C', email: 'c@example.com', password: 'correct horse', organizationName: 'C' };
    await createOwner(app.db, owner);
    await expect(createOwner(app.db, owner)).rejects.toThrow('already has an account');
    expect((await post('/sign-up/email', owner)).status).toBe(422);
  });
});

describe('sign-in', () => {
  test('a seeded owner signs in; the cookie is HttpOnly and SameSite', async () => {
    const { userId, orgId } = await createOwner(app.db, {
      name: 'D',
      email: 'd@example.com',
      password: 'correct horse',
      organizationName: 'D',
    });
    const answer = await post('/sign-in/email', { email: 'd@example.com', password: 'correct horse' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toMatch(/muster\.session_token=.*HttpOnly.*SameSite=Lax/i);
    const [opened] = await app.db.select().from(session).where(eq(session.userId, userId));
    expect(opened?.activeOrganizationId).toBe(orgId);
  });

  // better-auth checks origins only outside of tests, so what it is handed is looked at here; e2e signs in for real.
  test('a script without an Origin counts as our own client, a browser is taken at its word', () => {
    const origin = (headers: Record<string, string>) => asOwnClient(new Request(app.url, { headers })).headers.get('origin');
    expect(origin({ 'sec-fetch-mode': 'cors' })).toBe(app.url);
    expect(origin({ cookie: 'a=b' })).toBe(app.url);
    expect(origin({ 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'cross-site' })).toBeNull();
    expect(origin({ referer: 'https://elsewhere.example/' })).toBeNull();
    expect(origin({ origin: 'https://elsewhere.example' })).toBe('https://elsewhere.example');
  });

  test('a wrong password is 401', async () => {
    await createOwner(app.db, { name: 'E', email: 'e@example.com', password: 'correct horse', organizationName: 'E' });
    expect((await post('/sign-in/email', { email: 'e@example.com', password: 'wrong horse!' })).status).toBe(401);
  });
});
