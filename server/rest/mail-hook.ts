import { AppError, notFound } from '@/contracts/errors';
import type { HookAnswer } from '@/contracts/hooks';
import { limits } from '@/contracts/limits';
import { type OpenHook, openMailHook, touchMailHook } from '@/server/auth/mail-hook';
import { mailgunWebhookId, standardWebhook } from '@/server/channels/webhook-signature';
import { newRequestId } from '@/server/context';
import type { MailReport } from '@/server/tracking/mail-report';
import { readReports } from '@/server/tracking/read-reports';
import { readReturnedMail } from '@/server/tracking/read-returned-mail';
import { takeReports } from '@/server/tracking/take-reports';
import { takeLocally } from './local-limit';
import { tooMany } from './rate-limit';
import { mediaType, parseJson, readBytes, utf8 } from './read-json';
import { errorAnswer, json } from './respond';

/**
 * `POST /api/hooks/mail/<id>`: what a mail provider reports. JSON in the words of the hook's provider, or a returned mail as
 * `message/rfc822`; signed, over the bytes as they came. Sent again, it changes nothing and is answered 200.
 */
export async function mailHook(request: Request, id: string): Promise<Response> {
  const requestId = newRequestId();
  try {
    const hook = await openMailHook(id);
    if (!hook) throw notFound('Webhook');
    if (!takeLocally('mail-hook', [[hook.id, limits.requestsPerMinute.organization]])) throw tooMany();
    const bytes = await readBytes(request, limits.importBytes);
    const { webhookId, reports } = await readSigned(hook, request, bytes);
    const taken: HookAnswer = await takeReports({ ...hook.ctx, requestId }, await reports(), `${hook.id}:${webhookId}`);
    await touchMailHook(hook);
    return json(JSON.stringify(taken), 200, requestId);
  } catch (error) {
    return errorAnswer(error, requestId);
  }
}

type Signed = { webhookId: string; reports: () => Promise<MailReport[]> | MailReport[] };

async function readSigned(hook: OpenHook, request: Request, bytes: Uint8Array): Promise<Signed> {
  const type = mediaType(request);
  if (type !== 'application/json' && type !== 'message/rfc822')
    throw new AppError('unsupported_media_type', 'Send application/json, or a returned mail as message/rfc822');
  if (hook.provider === 'mailgun' && type === 'application/json') {
    const body = parseJson(utf8(bytes));
    const webhookId = mailgunWebhookId(body, hook.secret, hook.ctx.now);
    if (!webhookId) throw unsigned();
    return { webhookId, reports: () => readReports('mailgun', body) };
  }
  const webhookId = hook.provider === 'mailgun' ? null : standardWebhook(request.headers, bytes, hook.secret, hook.ctx.now).id;
  if (!webhookId) throw unsigned();
  return {
    webhookId,
    reports: () => (type === 'message/rfc822' ? readReturnedMail(bytes) : readReports(hook.provider, parseJson(utf8(bytes)))),
  };
}

const unsigned = () => new AppError('unauthenticated', 'The signature is missing, wrong, or more than five minutes from now');
