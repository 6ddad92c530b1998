import * as z from 'zod';
import { idSchema } from '@/contracts/ids';
import { channels } from '@/contracts/limits';
import { templatesQuery } from '@/contracts/queries';
import { templateInput, templatePatch, templateSource } from '@/contracts/template';
import { archiveTemplate } from '@/server/templates/archive-template';
import { createTemplate } from '@/server/templates/create-template';
import { getTemplate } from '@/server/templates/get-template';
import { getTemplateByKey } from '@/server/templates/get-template-by-key';
import { listTemplates } from '@/server/templates/list-templates';
import { previewTemplate } from '@/server/templates/preview-template';
import { testSend } from '@/server/templates/test-send';
import { updateTemplate } from '@/server/templates/update-template';
import { memberProcedure, ownerProcedure, router } from '@/server/trpc/init';

const byId = z.strictObject({ id: idSchema('template') });
const variables = z.record(z.string().min(1).max(200), z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()])).default({});
const asContact = { contactId: idSchema('contact').optional(), variables };

export const templatesRouter = router({
  list: memberProcedure.input(templatesQuery).query(({ ctx, input }) => listTemplates(ctx.user, input)),
  get: memberProcedure.input(byId).query(({ ctx, input }) => getTemplate(ctx.user, input.id)),
  /** By slug or id. */
  byKey: memberProcedure
    .input(z.strictObject({ key: z.string().min(1).max(200) }))
    .query(({ ctx, input }) => getTemplateByKey(ctx.user, input.key)),
  create: ownerProcedure.input(templateInput).mutation(({ ctx, input }) => createTemplate(ctx.user, input)),
  update: ownerProcedure
    .input(byId.extend(templatePatch.shape))
    .mutation(({ ctx, input: { id, ...patch } }) => updateTemplate(ctx.user, { id, patch })),
  archive: ownerProcedure.input(byId).mutation(({ ctx, input }) => archiveTemplate(ctx.user, input.id)),
  /** Of a saved template, or of a source being written; as a contact sees it, or with the variables alone. */
  preview: memberProcedure
    .input(z.union([byId.extend(asContact), z.strictObject({ source: templateSource, ...asContact })]))
    .query(({ ctx, input }) => previewTemplate(ctx.user, input)),
  testSend: ownerProcedure
    .input(byId.extend({ to: z.string().min(1).max(400), channel: z.enum(channels), contactId: idSchema('contact').optional() }))
    .mutation(({ ctx, input }) => testSend(ctx.user, input)),
});
