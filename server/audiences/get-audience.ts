import type { Audience } from '@/contracts/audience';
import type { Ctx } from '@/server/context';
import { findAudience } from './find-audience';
import { showAudience } from './to-audience';

/** @param most see `countContacts` @throws AppError not_found */
export async function getAudience(ctx: Ctx, id: string, most?: number): Promise<Audience> {
  return showAudience(ctx, await findAudience(ctx, id), most);
}
