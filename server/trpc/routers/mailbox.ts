import * as z from 'zod';
import { idSchema } from '@/contracts/ids';
import { mailQuery } from '@/contracts/queries';
import { getMail } from '@/server/mailbox/get-mail';
import { listMail } from '@/server/mailbox/list-mail';
import { memberProcedure, router } from '@/server/trpc/init';

/** What the local catcher took; empty where real mail is sent. */
export const mailboxRouter = router({
  list: memberProcedure.input(mailQuery).query(({ ctx, input }) => listMail(ctx.user, input)),
  get: memberProcedure.input(z.strictObject({ id: idSchema('mail') })).query(({ ctx, input }) => getMail(ctx.user, input.id)),
});
