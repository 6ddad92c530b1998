import * as z from 'zod';
import { idSchema } from '@/contracts/ids';
import { invitationInput, memberRole } from '@/contracts/members';
import { pageQuery } from '@/contracts/page';
import { cancelInvitation } from '@/server/members/cancel-invitation';
import { changeRole } from '@/server/members/change-role';
import { inviteMember } from '@/server/members/invite-member';
import { listInvitations } from '@/server/members/list-invitations';
import { listMembers } from '@/server/members/list-members';
import { leaveOrganization, removeMember } from '@/server/members/remove-member';
import { takeLocally } from '@/server/rest/local-limit';
import { tooMany } from '@/server/rest/rate-limit';
import { memberProcedure, ownerProcedure, router } from '@/server/trpc/init';

const changesPerMinute = 60;
/** @throws AppError rate_limited */
function notTooOften(userId: string): void {
  if (!takeLocally('members', [[userId, changesPerMinute]])) throw tooMany(60);
}
const owner = ownerProcedure.use(({ ctx, next }) => {
  notTooOften(ctx.user.actor.id);
  return next();
});

/** Who is in the organization. Reading is any member's, changing an owner's; leaving is one's own. */
export const membersRouter = router({
  list: memberProcedure.input(pageQuery).query(({ ctx, input }) => listMembers(ctx.user, input)),
  changeRole: owner.input(memberRole).mutation(({ ctx, input }) => changeRole(ctx.user, input)),
  remove: owner.input(z.strictObject({ id: idSchema('member') })).mutation(({ ctx, input }) => removeMember(ctx.user, input.id)),
  leave: memberProcedure.input(z.strictObject({ id: idSchema('organization') })).mutation(({ ctx, input }) => {
    notTooOften(ctx.user.actor.id);
    return leaveOrganization(ctx.user, input.id);
  }),
  invitations: ownerProcedure.input(pageQuery).query(({ ctx, input }) => listInvitations(ctx.user, input)),
  invite: owner.input(invitationInput).mutation(({ ctx, input }) => inviteMember(ctx.user, input)),
  cancelInvitation: owner
    .input(z.strictObject({ id: idSchema('invitation') }))
    .mutation(({ ctx, input }) => cancelInvitation(ctx.user, input.id)),
});
