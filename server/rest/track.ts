import { toStorable } from '@/contracts/text';
import { readClickToken, readOpenToken } from '@/server/channels/tracking-links';
import { database } from '@/server/db/client';
import { withVisit } from '@/server/pixel/visit-token';
import { machineSign } from '@/server/tracking/machine';
import { recordTouch, type Touch } from '@/server/tracking/record-touch';
import { takeLocally } from './local-limit';

/*
 * `/t/o/<token>` and `/t/c/<token>`: the picture and the links of a mail. They work without a cookie and set none. A token that is not ours
 * is 404: a redirect goes only where we signed that it goes. When nothing can be recorded, the reader still gets picture and page.
 */

const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const headers = {
  'cache-control': 'no-store, max-age=0',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

export async function openPixel(request: Request, token: string): Promise<Response> {
  const messageId = readOpenToken(token);
  if (!messageId) return unknown();
  await record({ ...asked(request), messageId, type: 'opened' });
  const length = { 'content-type': 'image/gif', 'content-length': String(gif.length) };
  return new Response(request.method === 'HEAD' ? null : gif, { headers: { ...headers, ...length } });
}

export async function followLink(request: Request, token: string): Promise<Response> {
  const link = readClickToken(token);
  if (!link) return unknown();
  const touch = asked(request);
  await record({ ...touch, ...link, type: 'clicked' });
  return new Response(null, { status: 302, headers: { ...headers, location: await target(link, touch) } });
}

/** Where the link leads; a person who goes to a site with a pixel is known there (pixel/visit-token.ts). */
async function target({ messageId, url }: { messageId: string; url: string }, { machine, at }: ReturnType<typeof asked>): Promise<string> {
  const to = new URL(url);
  if (machine) return to.href;
  try {
    return (await withVisit(database(), messageId, to, at)).href;
  } catch (error) {
    console.error('[tracking] a visit was not signed', error);
    return to.href;
  }
}

const asked = (request: Request) => ({
  at: new Date(),
  machine: machineSign(request),
  agent: toStorable(request.headers.get('user-agent') ?? ''),
});

/** Touches of one message that are looked at in a minute: whoever repeats a link more often tells nothing new. */
const TOUCHES = 60;

async function record(touch: Touch): Promise<void> {
  if (!takeLocally('touch', [[`${touch.type} ${touch.messageId}`, TOUCHES]])) return;
  try {
    await recordTouch(database(), touch);
  } catch (error) {
    console.error(`[tracking] ${touch.type} of a message was not recorded`, error);
  }
}

const unknown = () =>
  new Response('This link is not complete. Open it again from the message, or copy all of it.\n', {
    status: 404,
    headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' },
  });
