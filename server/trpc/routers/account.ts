import { accountPatch, addressChange, linkToken, passwordChange, passwordReset, resetRequest, sessionId } from '@/contracts/account';
import { askReset } from '@/server/account/ask-reset';
import { askAddress, confirmAddress } from '@/server/account/change-address';
import { changePassword } from '@/server/account/change-password';
import { rename } from '@/server/account/rename';
import { resetPassword } from '@/server/account/reset-password';
import { endOtherSessions, endSession, listSessions } from '@/server/account/sessions';
import { viewLink } from '@/server/account/view-link';
import type { PersonCtx } from '@/server/auth/session';
import { database } from '@/server/db/client';
import { takeLocally } from '@/server/rest/local-limit';
import { tooMany } from '@/server/rest/rate-limit';
import { openProcedure, personProcedure, router } from '@/server/trpc/init';

const hour = 3600;
/** Of links asked for: by one client, who may be an office, and to one address, whether it has an account or not. */
const asks = { client: 30, address: 5 };
const opensPerMinute = 60;
/** Of passwords tried, and of names and addresses changed: somebody else may sit at the screen. */
const changes = { most: 20, seconds: 600 };

const request = (requestId: string) => ({ db: database(), now: new Date(), requestId });

/** @throws AppError rate_limited */
function limit(...asked: Parameters<typeof takeLocally>): void {
  if (!takeLocally(...asked)) throw tooMany(Math.max(60, ...asked[1].map(([, most, seconds = 60]) => Math.ceil(seconds / most))));
}

/** A link's holder, signed in or not. */
const byLink = openProcedure.use(({ ctx, next }) => {
  limit('account link', [[ctx.client, opensPerMinute]]);
  return next({ ctx: request(ctx.requestId) });
});
const person = personProcedure.use(({ ctx, next }) => {
  const own: PersonCtx = { ...request(ctx.requestId), person: ctx.person };
  return next({ ctx: { own } });
});
const changing = person.use(({ ctx, next }) => {
  limit('account', [[ctx.person.id, changes.most, changes.seconds]]);
  return next();
});

/** What people do about their own account, whatever organization they are in. */
export const accountRouter = router({
  askReset: openProcedure.input(resetRequest).mutation(({ ctx, input }) => {
    limit('reset', [
      [`c:${ctx.client}`, asks.client, hour],
      [`a:${input.email.toLowerCase()}`, asks.address, hour],
    ]);
    return askReset(request(ctx.requestId), input);
  }),
  viewReset: byLink.input(linkToken).query(({ ctx, input }) => viewLink(ctx, 'reset', input.token)),
  resetPassword: byLink.input(passwordReset).mutation(({ ctx, input }) => resetPassword(ctx, input)),
  viewAddress: byLink.input(linkToken).query(({ ctx, input }) => viewLink(ctx, 'address', input.token)),
  confirmAddress: byLink.input(linkToken).mutation(({ ctx, input }) => confirmAddress(ctx, input.token)),

  rename: changing.input(accountPatch).mutation(({ ctx, input }) => rename(ctx.own, input)),
  changePassword: changing.input(passwordChange).mutation(({ ctx, input }) => changePassword(ctx.own, input)),
  askAddress: changing.input(addressChange).mutation(({ ctx, input }) => askAddress(ctx.own, input)),
  sessions: person.query(({ ctx }) => listSessions(ctx.own)),
  endSession: person.input(sessionId).mutation(({ ctx, input }) => endSession(ctx.own, input.id)),
  endOtherSessions: person.mutation(({ ctx }) => endOtherSessions(ctx.own)),
});
