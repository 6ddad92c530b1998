import type { Audience } from '@/contracts/audience';
import type { Ctx } from '@/server/context';
import { findAudience } from './find-audience';
import { showAudience } from './to-audience';

export async function getAudience(ctx: Ctx, id: string): Promise<Audience> {
  return showAudience(ctx, await findAudience(ctx, id));
}
