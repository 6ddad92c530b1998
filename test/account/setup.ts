import { eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll } from 'vitest';
import { findMail, type LinkKind, purposes } from '@/server/account/mail-rows';
import { auth } from '@/server/auth/auth';
import { createLink } from '@/server/auth/link-token';
import { type PersonCtx, personOf } from '@/server/auth/session';
import { verification } from '@/server/db/schema/auth';
import { auditLog } from '@/server/db/schema/platform';
import { password, signIn, type TestApp, tenant, testApp } from '@/test/rest/app';

/** A database behind the route handlers for one file. */
export function openApp(): { app: TestApp } {
  const world = {} as { app: TestApp };
  beforeAll(async () => {
    world.app = await testApp();
  });
  afterAll(() => world.app.close());
  return world;
}

export const open = (app: TestApp, now = new Date()) => ({ db: app.db, now, requestId: 'req_test' });

/** Somebody who owns an organization, signed in; `ctx` is a request of theirs. */
export async function somebody(app: TestApp) {
  const { ctx: theirs, email } = await tenant(app.db);
  const headers = new Headers({ cookie: await signIn(app, email) });
  const person = await personOf(headers);
  const ctx: PersonCtx = { ...open(app), person };
  return { email, headers, person, ctx, orgId: theirs.orgId };
}

export const signedIn = (headers: Headers) =>
  personOf(headers).then(
    () => true,
    () => false,
  );
export const opens = (email: string, given = password) =>
  auth()
    .api.signInEmail({ body: { email, password: given } })
    .then(
      () => true,
      () => false,
    );

/** The token in the mail that waits for somebody, as its recipient gets it. */
export async function tokenOf(app: TestApp, kind: LinkKind, userId: string): Promise<string> {
  const rows = await app.db
    .select()
    .from(verification)
    .where(eq(verification.identifier, `${kind}:${userId}`));
  if (rows.length !== 1) throw new Error(`${rows.length} links of ${kind}`);
  return (
    createLink(purposes[kind], rows[0]?.id ?? uuidv7())
      .split('/')
      .at(-1) ?? ''
  );
}

/** The kinds of mail that wait for somebody. */
export async function waiting(app: TestApp, userId: string): Promise<string[]> {
  const rows = await app.db.select().from(verification);
  const found = await Promise.all(rows.map((row) => findMail(app.db, row.id, new Date())));
  return found.flatMap((mail) => (mail?.userId === userId ? [mail.kind] : [])).sort();
}

export const audited = (app: TestApp, action: string) => app.db.select().from(auditLog).where(eq(auditLog.action, action));
