import type { Scope } from '@/contracts/scopes';
import { createApiKey } from '@/server/api-keys/create-api-key';
import { auth } from '@/server/auth/auth';
import { createOwner } from '@/server/auth/create-organization';
import type { Ctx } from '@/server/context';
import { newRequestId } from '@/server/context';
import { type Database, database, openDatabase } from '@/server/db/client';
import { testDatabase } from '@/test/db';
import { unique } from '@/test/factory';

export type TestApp = { url: string; db: Database; close(): Promise<void> };

/** Puts a database behind the route handlers. @returns where they believe to be reached */
export function pointTo(databaseUrl: string): string {
  const url = 'http://localhost:3000';
  Object.assign(process.env, { DATABASE_URL: databaseUrl, APP_URL: url, MUSTER_SECRET: 'a secret for the tests, 32 bytes or more' });
  return url;
}

/** A fresh database behind the route handlers: they take it from the environment, as in the running application. */
export async function testApp(): Promise<TestApp> {
  const own = await testDatabase();
  const url = pointTo(own.url);
  const db = openDatabase(own.url, { max: 5, name: 'test' });
  return {
    url,
    db,
    async close() {
      await Promise.all([db.$client.end(), database().$client.end()]);
      await own.drop();
    },
  };
}

export const password = 'correct horse battery';

/** An organization whose owner can sign in, with a context of theirs. */
export async function tenant(db: Database): Promise<{ ctx: Ctx; email: string }> {
  const email = `owner-${unique()}@example.com`;
  const { userId, orgId } = await createOwner(db, {
    name: 'Owner',
    email,
    password,
    organizationName: `Org ${unique()}`,
    postalAddress: '1 Test Street',
  });
  return { email, ctx: { orgId, actor: { type: 'user', id: userId, role: 'owner' }, db, now: new Date(), requestId: newRequestId() } };
}

/** A new key of the organization. */
export async function keyOf(ctx: Ctx, scopes: Scope[]): Promise<string> {
  return (await createApiKey(ctx, { name: 'test', scopes })).key;
}

/** The cookie of a new session. */
export async function signIn(app: Pick<TestApp, 'url'>, email: string): Promise<string> {
  const answer = await auth().handler(
    new Request(`${app.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: app.url },
      body: JSON.stringify({ email, password }),
    }),
  );
  const cookie = answer.headers.getSetCookie().find((line) => line.includes('session_token'));
  if (!answer.ok || !cookie) throw new Error(`sign-in failed: ${answer.status}`);
  return cookie.split(';')[0] ?? '';
}
