import * as z from 'zod';
import { apiKeyInput } from '@/contracts/api-key';
import { idSchema } from '@/contracts/ids';
import { pageQuery } from '@/contracts/page';
import { createApiKey } from '@/server/api-keys/create-api-key';
import { listApiKeys } from '@/server/api-keys/list-api-keys';
import { revokeApiKey } from '@/server/api-keys/revoke-api-key';
import { ownerProcedure, router } from '@/server/trpc/init';

export const apiKeysRouter = router({
  list: ownerProcedure.input(pageQuery).query(({ ctx, input }) => listApiKeys(ctx.user, input)),
  create: ownerProcedure.input(apiKeyInput).mutation(({ ctx, input }) => createApiKey(ctx.user, input)),
  revoke: ownerProcedure.input(z.strictObject({ id: idSchema('apiKey') })).mutation(({ ctx, input }) => revokeApiKey(ctx.user, input.id)),
});
