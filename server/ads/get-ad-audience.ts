import { eq } from 'drizzle-orm';
import type { AdAudience } from '@/contracts/ads';
import { notFound } from '@/contracts/errors';
import type { Ctx } from '@/server/context';
import { adAudiences } from '@/server/db/schema/ads';
import { loadAdAudiences } from './load-ad-audiences';

export async function getAdAudience(ctx: Ctx, id: string): Promise<AdAudience> {
  const [found] = await loadAdAudiences(ctx, eq(adAudiences.id, id), 1);
  if (!found) throw notFound('ad audience');
  return found;
}
