import { hashPassword } from 'better-auth/crypto';
import { eq } from 'drizzle-orm';
import { normaliseEmail } from '@/contracts/address';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import type { NewAccount } from '@/contracts/members';
import { invitedBy } from '@/server/auth/invited';
import type { OpenCtx, Person } from '@/server/auth/session';
import { account, session, user } from '@/server/db/schema/auth';
import { admit, stillOpen } from './admit';
import { holdOrganization } from './hold-organization';

/**
 * The invited joins with the account that they are signed in with, and their session opens the organization.
 * @throws AppError not_found for a link that is not ours; conflict when it waits no more; forbidden for another's address
 */
export async function acceptInvitation(request: OpenCtx, person: Person, token: string): Promise<{ organization_id: string }> {
  return request.db.transaction(async (tx) => {
    const invited = await invitedBy(tx, token, true);
    if (normaliseEmail(person.email).ok !== invited.email) {
      throw new AppError('forbidden', `This invitation is for ${invited.email}: sign in as that`);
    }
    stillOpen(invited, request.now);
    await holdOrganization(tx, invited.orgId);
    await admit(tx, invited, person.id, request.requestId);
    await tx.update(session).set({ activeOrganizationId: invited.orgId }).where(eq(session.id, person.sessionId));
    return { organization_id: encodeId('organization', invited.orgId) };
  });
}

/**
 * The invited joins with a new account, which is of this organization only; signing in is the next step. All or nothing.
 * @throws AppError as above; conflict when the address has an account
 */
export async function joinWithNewAccount(request: OpenCtx, token: string, input: NewAccount): Promise<{ email: string }> {
  stillOpen(await invitedBy(request.db, token), request.now);
  const password = await hashPassword(input.password);
  return request.db.transaction(async (tx) => {
    const invited = await invitedBy(tx, token, true);
    stillOpen(invited, request.now);
    await holdOrganization(tx, invited.orgId);
    const values = { name: input.name, email: invited.email, emailVerified: true };
    const [row] = await tx.insert(user).values(values).onConflictDoNothing().returning({ id: user.id });
    if (!row) throw new AppError('conflict', `${invited.email} has an account already: sign in with it`);
    await tx.insert(account).values({ userId: row.id, accountId: row.id, providerId: 'credential', password });
    await admit(tx, invited, row.id, request.requestId);
    return { email: invited.email };
  });
}
