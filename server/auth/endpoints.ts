import { auth } from './auth';
import { asOwnClient, isSameOrigin } from './origins';

/*
 * What better-auth answers over HTTP. Its other endpoints stay closed: they change a name, a password or an address without a trace in the
 * audit log, change an address when a link is only opened (mail scanners do), and tell the tokens of sessions. Those are verbs of
 * server/account, over tRPC.
 */
const open = ['POST sign-in/email', 'POST sign-up/email', 'POST sign-out', 'GET token', 'GET jwks'];

/** The handler of /api/auth. A request of another site's page is 403 before anything of it is read. */
export async function answerAuth(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/^\/api\/auth\//, '');
  if (!open.includes(`${request.method} ${path}`)) return refuse(404, 'not_found', `There is no ${request.method} ${path}`);
  if (request.method === 'POST' && !isSameOrigin(request.headers)) return refuse(403, 'forbidden', 'Cross-site requests are refused');
  return auth().handler(asOwnClient(request));
}

const refuse = (status: number, code: string, message: string) =>
  Response.json({ code, message }, { status, headers: { 'cache-control': 'no-store' } });
