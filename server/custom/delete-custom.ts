import { deleteAudience } from '@/server/audiences/delete-audience';
import type { Ctx } from '@/server/context';
import { findCustom } from './find-custom';

/** Deletes the audience and the hashes that were kept for it. @throws AppError 404; 409 while something uses it */
export async function deleteCustom(ctx: Ctx, id: string): Promise<void> {
  await findCustom(ctx, id);
  await deleteAudience(ctx, id);
}
