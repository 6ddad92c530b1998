import { preflight, receiveReport } from '@/server/rest/pixel';

type Context = { params: Promise<{ id: string }> };

export const POST = async (request: Request, { params }: Context) => receiveReport(request, (await params).id);
export const OPTIONS = async (request: Request, { params }: Context) => preflight(request, (await params).id);
