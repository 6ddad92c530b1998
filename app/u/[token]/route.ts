import { showUnsubscribe, unsubscribe } from '@/server/rest/unsubscribe';

type Context = { params: Promise<{ token: string }> };

export const GET = async (_request: Request, { params }: Context) => showUnsubscribe((await params).token);
export const POST = async (_request: Request, { params }: Context) => unsubscribe((await params).token);
