import { mailHook } from '@/server/rest/mail-hook';

type Context = { params: Promise<{ id: string }> };

export const POST = async (request: Request, { params }: Context) => mailHook(request, (await params).id);
