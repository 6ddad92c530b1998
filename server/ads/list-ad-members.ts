import { and, desc, eq, lt } from 'drizzle-orm';
import type { AdMember, AdMemberState } from '@/contracts/ads';
import { encodeId } from '@/contracts/ids';
import type { Page } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { cursorId, pageFrom } from '@/server/db/page';
import { adMembers } from '@/server/db/schema/ads';
import { contacts } from '@/server/db/schema/contacts';
import { findAdAudience } from './find';
import { shownError } from './say';

type Input = { id: string; state?: AdMemberState; limit: number; cursor?: string };

/** The people of a mapped audience with their state; hashes are not shown. The newest row first. */
export async function listAdMembers(ctx: Ctx, input: Input): Promise<Page<AdMember>> {
  await findAdAudience(ctx, input.id);
  const before = cursorId('adMember', input.cursor);
  const rows = await ctx.db
    .select({ m: adMembers, name: contacts.name, email: contacts.email })
    .from(adMembers)
    .leftJoin(contacts, and(eq(contacts.orgId, adMembers.orgId), eq(contacts.id, adMembers.contactId)))
    .where(
      and(
        eq(adMembers.orgId, ctx.orgId),
        eq(adMembers.adAudienceId, input.id),
        input.state ? eq(adMembers.state, input.state) : undefined,
        before ? lt(adMembers.id, before) : undefined,
      ),
    )
    .orderBy(desc(adMembers.id))
    .limit(input.limit + 1);
  return pageFrom(
    rows,
    input.limit,
    ({ m, name, email }): AdMember => ({
      id: encodeId('adMember', m.id),
      contact_id: encodeId('contact', m.contactId),
      name,
      email,
      state: m.state,
      keys: [m.emailHash && 'email', m.phoneHash && 'phone', ...Object.keys(m.moreHashes ?? {})].filter((key) => key !== null),
      error: m.errorMessage ? shownError(m) : null,
      updated_at: m.updatedAt.toISOString(),
    }),
    (member) => member.id,
  );
}
