import { AppError, notFound } from '@/contracts/errors';
import { limits } from '@/contracts/limits';
import { receiveHook } from '@/server/automations/receive-hook';
import { newRequestId } from '@/server/context';
import { database } from '@/server/db/client';
import { env } from '@/server/env';
import { takeLocally } from './local-limit';
import { tooMany } from './rate-limit';
import { mediaType, parseJson, readBytes, utf8 } from './read-json';
import { errorAnswer, json } from './respond';

const MOST_BYTES = 65_536;

/** `POST /api/hooks/automation/<token>`: starts an automation for a contact; signed, over the bytes as they came. */
export async function automationHook(request: Request, token: string): Promise<Response> {
  const requestId = newRequestId();
  try {
    if (mediaType(request) !== 'application/json') throw new AppError('unsupported_media_type', 'Send application/json');
    if (!/^[\w-]{32}$/.test(token)) throw notFound('webhook');
    if (!takeLocally('automation-hook', [[token, limits.requestsPerMinute.caller]])) throw tooMany();
    const body = utf8(await readBytes(request, MOST_BYTES));
    const answer = await receiveHook(database(), { token, headers: request.headers, body, json: () => parseJson(body) }, env());
    return json(JSON.stringify(answer), 200, requestId);
  } catch (error) {
    return errorAnswer(error, requestId);
  }
}
