import * as z from 'zod';
import { idSchema } from '@/contracts/ids';
import { pageQuery } from '@/contracts/page';
import { messagesQuery } from '@/contracts/queries';
import { type SendAccepted, sendInput } from '@/contracts/send';
import { subjectChoice } from '@/contracts/subject-test';
import { hashBody, runOnce } from '@/server/idempotency/run-once';
import { cancelSend } from '@/server/sends/cancel-send';
import { getSend } from '@/server/sends/get-send';
import { listMessages } from '@/server/sends/list-messages';
import { listSends } from '@/server/sends/list-sends';
import { pauseSend } from '@/server/sends/pause-send';
import { previewSend } from '@/server/sends/preview-send';
import { resumeSend } from '@/server/sends/resume-send';
import { scheduleSend } from '@/server/sends/schedule-send';
import { chooseSubject } from '@/server/subject-tests/choose-subject';
import { memberProcedure, ownerProcedure, router } from '@/server/trpc/init';

const byId = z.strictObject({ id: idSchema('send') });
const toAudience = sendInput.extend({ audienceId: idSchema('audience') });

export const sendsRouter = router({
  preview: memberProcedure.input(toAudience).query(({ ctx, input }) => previewSend(ctx.user, input)),
  /** `attempt`: the caller's own id of the launch; trying again with it answers the first answer and sends nothing. */
  schedule: ownerProcedure
    .input(toAudience.extend({ attempt: z.string().min(1).max(100) }))
    .mutation(async ({ ctx, input: { attempt, ...input } }): Promise<SendAccepted> => {
      const once = { route: 'sends.schedule', key: attempt, bodyHash: hashBody(input) };
      const { body } = await runOnce(ctx.user, once, async (inside) => ({
        status: 201,
        body: JSON.stringify(await scheduleSend(inside, input)),
      }));
      return JSON.parse(body);
    }),
  get: memberProcedure.input(byId).query(({ ctx, input }) => getSend(ctx.user, input.id)),
  list: memberProcedure
    .input(pageQuery.extend({ audienceId: idSchema('audience').optional() }))
    .query(({ ctx, input }) => listSends(ctx.user, input)),
  messages: memberProcedure
    .input(messagesQuery.extend({ sendId: idSchema('send') }))
    .query(({ ctx, input }) => listMessages(ctx.user, input)),
  pause: ownerProcedure.input(byId).mutation(({ ctx, input }) => pauseSend(ctx.user, input.id)),
  resume: ownerProcedure.input(byId).mutation(({ ctx, input }) => resumeSend(ctx.user, input.id)),
  chooseSubject: ownerProcedure
    .input(byId.extend(subjectChoice.shape))
    .mutation(({ ctx, input }) => chooseSubject(ctx.user, input.id, input.winner)),
  cancel: ownerProcedure.input(byId).mutation(({ ctx, input }) => cancelSend(ctx.user, input.id)),
});
