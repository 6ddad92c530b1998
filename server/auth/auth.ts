import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { jwt } from 'better-auth/plugins';
import { asc, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { passwordLength } from '@/contracts/account';
import { database } from '@/server/db/client';
import * as tables from '@/server/db/schema/auth';
import { env } from '@/server/env';
import { createOrganization } from './create-organization';
import { trustedOrigins } from './origins';

const day = 24 * 60 * 60;

function build() {
  const { MUSTER_SECRET: secret, APP_URL: baseURL, NODE_ENV } = env();
  const db = database();
  return betterAuth({
    appName: 'Muster',
    secret,
    baseURL,
    trustedOrigins: trustedOrigins(baseURL),
    telemetry: { enabled: false },
    database: drizzleAdapter(db, { provider: 'pg', schema: tables }),
    emailAndPassword: { enabled: true, minPasswordLength: passwordLength.least, maxPasswordLength: passwordLength.most },
    session: {
      expiresIn: 7 * day,
      updateAge: day,
      // Written by us alone: members and invitations are verbs of ours, because better-auth's are not audited and let the last owner go.
      additionalFields: { activeOrganizationId: { type: 'string', required: false, input: false } },
    },
    advanced: {
      database: { generateId: () => uuidv7() },
      useSecureCookies: baseURL.startsWith('https://'),
      cookiePrefix: 'muster',
    },
    // Per address of the client, in memory; better-auth's own 3 sign-ins in 10 s is too few behind one office's address.
    rateLimit: {
      enabled: NODE_ENV === 'production',
      customRules: { '/sign-in/email': { window: 60, max: 60 }, '/sign-up/email': { window: 60, max: 60 } },
    },
    plugins: [
      jwt({
        jwt: { issuer: baseURL, audience: baseURL, definePayload: ({ session }) => ({ sid: session.id }) },
        disableSettingJwtHeader: true,
      }),
    ],
    databaseHooks: {
      session: {
        create: {
          /** Signing in opens the user's first organization. Somebody who has none (sign-up; a crash in the middle of one) gets one. */
          before: async (session, context) => ({
            data: { ...session, activeOrganizationId: await firstOrganization(session.userId, context?.body?.organizationName) },
          }),
        },
      },
    },
  });

  async function firstOrganization(userId: string, wanted: unknown): Promise<string> {
    const [membership] = await db
      .select({ orgId: tables.member.organizationId })
      .from(tables.member)
      .where(eq(tables.member.userId, userId))
      .orderBy(asc(tables.member.createdAt), asc(tables.member.id))
      .limit(1);
    if (membership) return membership.orgId;
    const [person] = await db.select({ name: tables.user.name }).from(tables.user).where(eq(tables.user.id, userId));
    const name = typeof wanted === 'string' && wanted.trim() ? wanted.trim().slice(0, 200) : `${person?.name || 'My'} organization`;
    return createOrganization(db, { userId, name });
  }
}

type Auth = ReturnType<typeof build>;
const holder = globalThis as typeof globalThis & { musterAuth?: Auth };

/** The process's better-auth, made on first use: a build evaluates this module without any setting. */
export function auth(): Auth {
  holder.musterAuth ??= build();
  return holder.musterAuth;
}
