import { invitationToken, newAccount } from '@/contracts/members';
import { readLink } from '@/server/auth/link-token';
import { database } from '@/server/db/client';
import { acceptInvitation, joinWithNewAccount } from '@/server/members/accept-invitation';
import { lookAtInvitation } from '@/server/members/look-at-invitation';
import { takeLocally } from '@/server/rest/local-limit';
import { tooMany } from '@/server/rest/rate-limit';
import { openProcedure, personProcedure, router } from '@/server/trpc/init';

const usesPerMinute = 30;

/** Where no organization stands behind a request yet, the link is what is counted by; a wrong one costs no query. */
function request(requestId: string, token: string) {
  const id = readLink('invitation', token);
  if (id && !takeLocally('invitation', [[id, usesPerMinute]])) throw tooMany(60);
  return { db: database(), now: new Date(), requestId };
}

/** The other end of an invitation: its link, signed in or not. */
export const invitationsRouter = router({
  look: openProcedure.input(invitationToken).query(({ ctx, input }) => lookAtInvitation(request(ctx.requestId, input.token), input.token)),
  accept: personProcedure
    .input(invitationToken)
    .mutation(({ ctx, input }) => acceptInvitation(request(ctx.requestId, input.token), ctx.person, input.token)),
  join: openProcedure.input(newAccount).mutation(({ ctx, input }) => {
    const { token, ...account } = input;
    return joinWithNewAccount(request(ctx.requestId, token), token, account);
  }),
});
