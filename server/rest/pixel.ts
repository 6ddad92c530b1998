import { AppError, invalid } from '@/contracts/errors';
import { pixelLimits, pixelReport } from '@/contracts/pixel';
import { pixelOf, type ReportingPixel } from '@/server/auth/pixel';
import { newRequestId } from '@/server/context';
import { takeReport } from '@/server/pixel/take-report';
import { clientKey } from './client-address';
import { takeLocally } from './local-limit';
import { tooMany } from './rate-limit';
import { parseJson, readBytes, utf8 } from './read-json';
import { errorAnswer, json } from './respond';
import { parseInput } from './wrapper';

/*
 * `/api/pixel/<pixel id>`: what the script on a customer's site reports to, from another origin. No cookie is read or set and none is
 * allowed for (no Access-Control-Allow-Credentials); only pages of the pixel's own origins are answered so that a browser shows it to them.
 * The body is JSON, also as text/plain: without cookies there is nothing that a preflight would protect.
 */

export async function receiveReport(request: Request, id: string): Promise<Response> {
  const requestId = newRequestId();
  let cors: Record<string, string> = { vary: 'Origin' };
  try {
    const found = await pixelOf(id);
    if (!found) throw new AppError('not_found', 'There is no such pixel');
    cors = { ...cors, ...allowed(found, request) };
    if (!cors['access-control-allow-origin'])
      throw refusal('origin', 'wrong_origin', 'This pixel does not take reports from pages of this origin');
    const body = await readBytes(request, pixelLimits.bodyBytes);
    const report = parseInput(pixelReport, parseJson(utf8(body)));
    // who asks to be forgotten is heard, whatever else the browser asks
    if (!report.forget && (request.headers.get('sec-gpc') === '1' || request.headers.get('dnt') === '1'))
      throw refusal('headers', 'opted_out', 'The browser asks not to be tracked (Global Privacy Control or Do Not Track)');
    const { pixel, ctx } = found;
    const buckets = [
      [`p:${pixel.id}`, pixelLimits.perPixel],
      [`a:${pixel.id}:${clientKey(request.headers)}`, pixelLimits.perAddress],
      [`v:${pixel.id}:${report.v}`, pixelLimits.perVisitor],
    ] as const;
    if (!takeLocally('pixel', buckets)) throw tooMany();
    if (pixel.requireConsent && report.c !== 1 && !report.forget)
      throw refusal('c', 'no_consent', 'This site asks for consent first: nothing was recorded');
    if (Math.abs(ctx.now.getTime() - report.s) > pixelLimits.skewHours * 3_600_000)
      throw invalid(['s'], 'stale', `The report is not of the last ${pixelLimits.skewHours} hours`);
    return json(JSON.stringify(await takeReport({ ...found, report })), 200, requestId, cors);
  } catch (error) {
    return errorAnswer(error, requestId, cors);
  }
}

/** What a browser asks before it sends JSON across origins. */
export async function preflight(request: Request, id: string): Promise<Response> {
  const found = await pixelOf(id);
  const cors: Record<string, string> = found ? allowed(found, request) : {};
  return new Response(null, {
    status: cors['access-control-allow-origin'] ? 204 : 403,
    headers: {
      ...cors,
      vary: 'Origin',
      ...(cors['access-control-allow-origin'] && {
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type',
        'access-control-max-age': '600',
      }),
    },
  });
}

function allowed({ pixel }: ReportingPixel, request: Request): Record<string, string> {
  const origin = request.headers.get('origin');
  return origin && pixel.origins.includes(origin) ? { 'access-control-allow-origin': origin } : {};
}

const refusal = (path: string, code: string, message: string) => new AppError('forbidden', message, [{ path: [path], code, message }]);
