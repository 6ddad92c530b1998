import { exportRoute } from '@/server/rest/internal-export';

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return exportRoute(request, (await params).id);
}
