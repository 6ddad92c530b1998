import type { Pixel } from '@/contracts/pixel';
import type { Ctx } from '@/server/context';
import { findPixel } from './find-pixel';
import { showPixel } from './to-pixel';

export const getPixel = async (ctx: Ctx, id: string): Promise<Pixel> => showPixel(ctx, await findPixel(ctx, id));
