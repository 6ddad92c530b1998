import type { AdAccount } from '@/contracts/ads';
import type { Ctx } from '@/server/context';
import { findAccount } from './find';
import { toAccount } from './to-account';

export const getAccount = async (ctx: Ctx, id: string): Promise<AdAccount> => toAccount(await findAccount(ctx, id));
