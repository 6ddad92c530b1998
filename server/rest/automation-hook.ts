import { AppError } from '@/contracts/errors';
import { receiveHook } from '@/server/automations/receive-hook';
import { newRequestId } from '@/server/context';
import { database } from '@/server/db/client';
import { env } from '@/server/env';
import { mediaType, readBytes } from './read-json';
import { errorAnswer, json } from './respond';

const MOST_BYTES = 65_536;

/** `POST /api/hooks/automation/<token>`: starts an automation for a contact; signed, over the bytes as they came. */
export async function automationHook(request: Request, token: string): Promise<Response> {
  const requestId = newRequestId();
  try {
    if (mediaType(request) !== 'application/json') throw new AppError('unsupported_media_type', 'Send application/json');
    const body = new TextDecoder().decode(await readBytes(request, MOST_BYTES));
    const answer = await receiveHook(database(), { token, headers: request.headers, body }, env());
    return json(JSON.stringify(answer), 200, requestId);
  } catch (error) {
    return errorAnswer(error, requestId);
  }
}
