import { AppError, notFound } from '@/contracts/errors';
import type { HookAnswer } from '@/contracts/hooks';
import { limits } from '@/contracts/limits';
import { type OpenHook, openMailHook, touchMailHook } from '@/server/auth/mail-hook';
import { mailgunWebhookId, standardWebhook, webhookHead } from '@/server/channels/webhook-signature';
import { newRequestId } from '@/server/context';
import type { MailReport } from '@/server/tracking/mail-report';
import { readReports } from '@/server/tracking/read-reports';
import { readReturnedMail } from '@/server/tracking/read-returned-mail';
import { takeReports } from '@/server/tracking/take-reports';
import { withRoom } from './body-room';
import { takeLocally } from './local-limit';
import { tooMany } from './rate-limit';
import { mediaType, parseJson, readBytes, utf8 } from './read-json';
import { errorAnswer, json } from './respond';

/** Mailgun signs inside the body, so that anybody's is read: its webhooks have a few KB. */
const MAILGUN_BYTES = 256 * 1024;
/** Bytes of bodies that are held at once. */
const HELD = { key: 2 * limits.importBytes, process: 8 * limits.importBytes };

/**
 * `POST /api/hooks/mail/<id>`: what a mail provider reports. JSON in the words of the hook's provider, or a returned mail as
 * `message/rfc822`; signed, over the bytes as they came. Sent again, it changes nothing and is answered 200. Nothing is read of what
 * cannot be genuine.
 */
export async function mailHook(request: Request, id: string): Promise<Response> {
  const requestId = newRequestId();
  try {
    const type = mediaType(request);
    if (type !== 'application/json' && type !== 'message/rfc822')
      throw new AppError('unsupported_media_type', 'Send application/json, or a returned mail as message/rfc822');
    const hook = await openMailHook(id);
    if (!hook) throw notFound('Webhook');
    const inBody = hook.provider === 'mailgun';
    if (inBody ? type !== 'application/json' : webhookHead(request.headers, hook.ctx.now).problem !== undefined) throw unsigned();
    if (!takeLocally('mail-hook', [[hook.id, limits.requestsPerMinute.organization]])) throw tooMany();
    const most = inBody ? MAILGUN_BYTES : limits.importBytes;
    return await withRoom(hook.id, Math.min(lengthOf(request) ?? most, most), HELD, async () => {
      const { webhookId, reports } = readSigned(hook, request, await readBytes(request, most), type);
      const taken: HookAnswer = await takeReports({ ...hook.ctx, requestId }, await reports(), `${hook.id}:${webhookId}`);
      await touchMailHook(hook);
      return json(JSON.stringify(taken), 200, requestId);
    });
  } catch (error) {
    return errorAnswer(error, requestId);
  }
}

/** Of the body, in bytes, as HTTP holds its sender to it; null where it is sent in chunks. */
function lengthOf({ headers }: Request): number | null {
  const length = headers.get('content-length');
  return length !== null && /^\d+$/.test(length) && !headers.has('transfer-encoding') ? Number(length) : null;
}

type Signed = { webhookId: string; reports: () => Promise<MailReport[]> | MailReport[] };

function readSigned(hook: OpenHook, request: Request, bytes: Uint8Array, type: 'application/json' | 'message/rfc822'): Signed {
  if (hook.provider === 'mailgun') {
    const body = parseJson(utf8(bytes));
    const webhookId = mailgunWebhookId(body, hook.secret, hook.ctx.now);
    if (!webhookId) throw unsigned();
    return { webhookId, reports: () => readReports('mailgun', body) };
  }
  const webhookId = standardWebhook(request.headers, bytes, hook.secret, hook.ctx.now).id;
  if (!webhookId) throw unsigned();
  return {
    webhookId,
    reports: () => (type === 'message/rfc822' ? readReturnedMail(bytes) : readReports(hook.provider, parseJson(utf8(bytes)))),
  };
}

const unsigned = () => new AppError('unauthenticated', 'The signature is missing, wrong, or more than five minutes from now');
