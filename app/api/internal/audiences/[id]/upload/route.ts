import { uploadRoute } from '@/server/rest/internal-upload';

type Context = { params: Promise<{ id: string }> };

export const POST = async (request: Request, { params }: Context) => uploadRoute(request, (await params).id);
