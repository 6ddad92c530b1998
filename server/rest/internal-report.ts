import { notFound } from '@/contracts/errors';
import { csvQuery, csvReports } from '@/contracts/report';
import { sessionContext } from '@/server/auth/session';
import { newRequestId } from '@/server/context';
import { reportCsv } from '@/server/reports/report-csv';
import { errorAnswer, textFile } from './respond';
import { parseInput } from './wrapper';

/** `GET /api/internal/reports/:report`: the dashboard's own download of a report, for a signed-in member. */
export async function reportFileRoute(request: Request, name: string): Promise<Response> {
  const requestId = newRequestId();
  try {
    const ctx = await sessionContext(request.headers, requestId);
    const report = csvReports.find((known) => known === name);
    if (!report) throw notFound('Report');
    const query = parseInput(csvQuery, Object.fromEntries(new URL(request.url).searchParams));
    return await textFile(request, reportCsv(ctx, report, query), { type: 'text/csv', name: `${report}.csv` }, requestId);
  } catch (error) {
    return errorAnswer(error, requestId);
  }
}
