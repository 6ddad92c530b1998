import * as z from 'zod';
import { contactTimelineQuery } from '@/contracts/events';
import { mailHookInput, trackingPatch } from '@/contracts/hooks';
import { idSchema } from '@/contracts/ids';
import { pageQuery } from '@/contracts/page';
import { createMailHook } from '@/server/hooks/create-mail-hook';
import { listMailHooks } from '@/server/hooks/list-mail-hooks';
import { revokeMailHook } from '@/server/hooks/revoke-mail-hook';
import { contactTimeline } from '@/server/tracking/contact-timeline';
import { trackingSettings } from '@/server/tracking/tracking-settings';
import { updateTrackingSettings } from '@/server/tracking/update-tracking-settings';
import { memberProcedure, ownerProcedure, router } from '@/server/trpc/init';

const hookId = z.strictObject({ id: idSchema('webhook') });

export const trackingRouter = router({
  settings: memberProcedure.query(({ ctx }) => trackingSettings(ctx.user)),
  updateSettings: ownerProcedure.input(trackingPatch).mutation(({ ctx, input }) => updateTrackingSettings(ctx.user, input)),
  hooks: memberProcedure.input(pageQuery).query(({ ctx, input }) => listMailHooks(ctx.user, input)),
  createHook: ownerProcedure.input(mailHookInput).mutation(({ ctx, input }) => createMailHook(ctx.user, input)),
  revokeHook: ownerProcedure.input(hookId).mutation(({ ctx, input }) => revokeMailHook(ctx.user, input.id)),
  timeline: memberProcedure
    .input(contactTimelineQuery.extend({ id: idSchema('contact') }))
    .query(({ ctx, input }) => contactTimeline(ctx.user, input)),
});
