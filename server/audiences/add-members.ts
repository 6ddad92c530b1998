import type { AddMembersInput } from '@/contracts/audience';
import type { ContactInput } from '@/contracts/contact';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import { checkAll } from '@/server/contacts/batch-contacts';
import { refuse } from '@/server/contacts/check-contact';
import { mergeContacts, mergeRetries } from '@/server/contacts/merge-contacts';
import type { Ctx } from '@/server/context';
import { nameCause } from '@/server/db/cause';
import type { Executor } from '@/server/db/client';
import { transact } from '@/server/db/retry';
import { audienceMembers } from '@/server/db/schema/contacts';
import { learnFilled } from '@/server/db/statistics';
import { findAudience, requireList } from './find-audience';
import { findContacts } from './find-contacts';

export type MembersChanged = { added: number; already_members: number };

/**
 * Adds contacts to a list, by uuid (404 when one is not the organization's) or as contacts, which are matched by address or created as in an
 * import. All or nothing: one that is not valid, or whose addresses belong to two contacts, is 422 with its path. Someone given twice
 * counts once as new.
 */
export async function addMembers(ctx: Ctx, input: { audienceId: string } & AddMembersInput): Promise<MembersChanged> {
  const result = await transact(
    ctx.db,
    async (tx) => {
      requireList(await findAudience({ ...ctx, db: tx }, input.audienceId, true));
      const given = input.contacts?.length ?? input.contact_ids?.length ?? 0;
      const added = input.contacts
        ? await addPeople(tx, ctx, input.audienceId, input.contacts)
        : await addIds(tx, ctx, input.audienceId, input.contact_ids ?? []);
      const changed = { added, already_members: given - added };
      await audit(tx, ctx, 'audience.members_added', encodeId('audience', input.audienceId), changed);
      return changed;
    },
    mergeRetries,
  );
  await learnFilled(ctx, result.added, input.audienceId);
  return result;
}

async function addIds(tx: Executor, ctx: Ctx, audienceId: string, ids: string[]): Promise<number> {
  const contactIds = await findContacts(tx, ctx.orgId, ids);
  if (!contactIds.length) return 0;
  await nameCause(tx, ctx.actor);
  const values = contactIds.map((contactId) => ({ orgId: ctx.orgId, audienceId, contactId }));
  return (await tx.insert(audienceMembers).values(values).onConflictDoNothing().returning({ id: audienceMembers.contactId })).length;
}

async function addPeople(tx: Executor, ctx: Ctx, audienceId: string, people: ContactInput[]): Promise<number> {
  const { rows, rejected } = checkAll(people);
  refuse(rejected.map((r) => ({ path: ['contacts', r.index], code: r.code, message: r.message })));
  const merged = await mergeContacts(tx, ctx.orgId, rows, { audienceId, cause: ctx.actor });
  const refused = merged.refused.filter((r) => r.code !== 'duplicate_in_file');
  refuse(refused.map((r) => ({ path: ['contacts', r.line], code: r.code, message: r.reason })));
  return merged.added;
}
