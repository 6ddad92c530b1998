import * as z from 'zod';
import { idSchema } from '@/contracts/ids';
import { pageQuery } from '@/contracts/page';
import { pixelInput, pixelPatch } from '@/contracts/pixel';
import { createPixel } from '@/server/pixel/create-pixel';
import { deletePixel } from '@/server/pixel/delete-pixel';
import { getPixel } from '@/server/pixel/get-pixel';
import { listPixels } from '@/server/pixel/list-pixels';
import { rotateSecret } from '@/server/pixel/rotate-secret';
import { updatePixel } from '@/server/pixel/update-pixel';
import { memberProcedure, ownerProcedure, router } from '@/server/trpc/init';

const byId = z.strictObject({ id: idSchema('pixel') });

export const pixelsRouter = router({
  list: memberProcedure.input(pageQuery).query(({ ctx, input }) => listPixels(ctx.user, input)),
  get: memberProcedure.input(byId).query(({ ctx, input }) => getPixel(ctx.user, input.id)),
  create: ownerProcedure.input(pixelInput).mutation(({ ctx, input }) => createPixel(ctx.user, input)),
  update: ownerProcedure
    .input(byId.extend({ patch: pixelPatch }))
    .mutation(({ ctx, input }) => updatePixel(ctx.user, { id: input.id, patch: input.patch })),
  rotateSecret: ownerProcedure.input(byId).mutation(({ ctx, input }) => rotateSecret(ctx.user, input.id)),
  delete: ownerProcedure.input(byId).mutation(({ ctx, input }) => deletePixel(ctx.user, input.id)),
});
