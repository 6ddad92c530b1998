import { hashPassword } from 'better-auth/crypto';
import { eq } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import { newRequestId, type OrgId } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { account, member, organization, user } from '@/server/db/schema/auth';

/** A new tenant with one owner, in one transaction (a savepoint when `db` is one). The slug is the name's, numbered when it is taken. */
export async function createOrganization(db: Executor, input: { userId: string; name: string; postalAddress?: string }): Promise<OrgId> {
  return db.transaction(async (tx) => {
    const base = slugOf(input.name);
    let orgId: OrgId | undefined;
    for (let n = 1; !orgId; n++) {
      const values = { name: input.name, slug: n === 1 ? base : `${base}-${n}`, postalAddress: input.postalAddress ?? '' };
      const [row] = await tx.insert(organization).values(values).onConflictDoNothing().returning({ id: organization.id });
      orgId = row?.id as OrgId | undefined;
    }
    await tx.insert(member).values({ organizationId: orgId, userId: input.userId, role: 'owner' });
    const actor = { type: 'user', id: input.userId, role: 'owner' } as const;
    await audit(tx, { orgId, actor, requestId: newRequestId() }, 'organization.created', encodeId('organization', orgId), {
      name: input.name,
    });
    return orgId;
  });
}

/**
 * An account with a password and an organization that it owns; what sign-up does over HTTP, for seeding and tests.
 * @throws Error when the address already has an account
 */
export async function createOwner(
  db: Executor,
  input: { name: string; email: string; password: string; organizationName: string; postalAddress?: string },
): Promise<{ userId: string; orgId: OrgId }> {
  const email = input.email.toLowerCase();
  const password = await hashPassword(input.password);
  return db.transaction(async (tx) => {
    if ((await tx.select({ id: user.id }).from(user).where(eq(user.email, email))).length)
      throw new Error(`${email} already has an account`);
    const [row] = await tx.insert(user).values({ name: input.name, email, emailVerified: true }).returning({ id: user.id });
    if (!row) throw new Error('the account was not created');
    await tx.insert(account).values({ userId: row.id, accountId: row.id, providerId: 'credential', password });
    const orgId = await createOrganization(tx, { userId: row.id, name: input.organizationName, postalAddress: input.postalAddress });
    return { userId: row.id, orgId };
  });
}

function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return slug || 'organization';
}
