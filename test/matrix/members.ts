import { encodeId } from '@/contracts/ids';
import type { UserCtx } from '@/server/auth/session';
import { inviteMember } from '@/server/members/invite-member';
import { listMembers } from '@/server/members/list-members';
import { createUser } from '@/test/factory';
import { type Area, trpcById } from './area';

const forged = `${'A'.repeat(53)}A`;

export const members: Area = {
  async own(ctx, { mark }) {
    await createUser(ctx.db, ctx.orgId, 'member');
    const { data } = await listMembers(ctx, { limit: 10 });
    const { id } = await inviteMember(ctx as UserCtx, { email: `invited-${mark}@example.com`, role: 'owner' });
    const other = data.find((each) => each.role === 'member');
    return { invitation: id, member: other?.id ?? '', organization: encodeId('organization', ctx.orgId) };
  },
  rest: {},
  trpc: {
    'members.list': () => ({ blind: [{}] }),
    'members.changeRole': (their) => ({ lost: [{ id: their.member, role: 'owner' }] }),
    'members.remove': trpcById('member'),
    'members.leave': trpcById('organization'),
    'members.invitations': () => ({ blind: [{}] }),
    'members.invite': (their) => ({ blind: [{ email: `invited-${their.mark}@example.com` }] }),
    'members.cancelInvitation': trpcById('invitation'),
    'invitations.look': () => ({ lost: [{ token: forged }] }),
    'invitations.accept': () => ({ lost: [{ token: forged }] }),
    'invitations.join': () => ({ lost: [{ token: forged, name: 'x', password: 'correct horse' }] }),
    'organization.open': trpcById('organization'),
  },
};
