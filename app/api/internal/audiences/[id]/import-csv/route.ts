import { importRoute } from '@/server/rest/internal-import';

export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return importRoute(request, (await params).id);
}
