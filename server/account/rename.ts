import { eq } from 'drizzle-orm';
import { auditPerson } from '@/server/auth/audit-person';
import type { PersonCtx } from '@/server/auth/session';
import { user } from '@/server/db/schema/auth';

export async function rename({ db, now, requestId, person }: PersonCtx, { name }: { name: string }): Promise<{ name: string }> {
  return db.transaction(async (tx) => {
    await tx.update(user).set({ name, updatedAt: now }).where(eq(user.id, person.id));
    await auditPerson(tx, { userId: person.id, requestId }, 'account.renamed', { from: person.name, to: name });
    return { name };
  });
}
