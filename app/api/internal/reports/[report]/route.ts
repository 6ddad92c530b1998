import { reportFileRoute } from '@/server/rest/internal-report';

export async function GET(request: Request, { params }: { params: Promise<{ report: string }> }) {
  return reportFileRoute(request, (await params).report);
}
