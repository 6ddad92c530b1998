import type { CustomAudience } from '@/contracts/custom';
import type { Ctx } from '@/server/context';
import { findCustom } from './find-custom';
import { showCustom } from './to-custom';

export const getCustom = async (ctx: Ctx, id: string): Promise<CustomAudience> => showCustom(ctx, await findCustom(ctx, id));
