import { automationHook } from '@/server/rest/automation-hook';

type Context = { params: Promise<{ token: string }> };

export const POST = async (request: Request, { params }: Context) => automationHook(request, (await params).token);
