import { followLink } from '@/server/rest/track';

type Context = { params: Promise<{ token: string }> };

export const GET = async (request: Request, { params }: Context) => followLink(request, (await params).token);
export const HEAD = GET;
