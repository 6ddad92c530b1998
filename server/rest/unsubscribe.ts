import { recipientOf } from '@/server/auth/recipient';
import { suppressRecipient } from '@/server/suppressions/suppress-recipient';
import { recordUnsubscribed } from '@/server/tracking/record-unsubscribed';
import { takeLocally } from './local-limit';

/*
 * `/u/<token>`, the link in every marketing email (RFC 8058). GET only shows a page, whatever follows links ahead of people; POST acts at
 * once, without a cookie, a redirect or a second question: it is what mail programs send (`List-Unsubscribe=One-Click`) and what the
 * page's button sends. Twice is once.
 */

/** Uses of one link in a minute: mail programs and scanners ask a few times. */
const USES = 600;

export async function showUnsubscribe(token: string): Promise<Response> {
  const found = await recipientOf(token);
  if (!found) return notOurs();
  if (!takeLocally('unsubscribe', [[token, USES]])) return tooOften();
  const { target, organization } = found;
  const address = mask(target.address);
  return page(
    200,
    'Unsubscribe',
    `<h1>Unsubscribe?</h1>
<p><b>${html(organization)}</b> will send no more ${target.channel === 'sms' ? 'text messages' : 'marketing emails'} to <b>${html(address)}</b>.</p>
<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button>Unsubscribe</button></form>`,
  );
}

export async function unsubscribe(token: string): Promise<Response> {
  const found = await recipientOf(token);
  if (!found) return notOurs();
  if (!takeLocally('unsubscribe', [[token, USES]])) return tooOften();
  const { ctx, target, organization } = found;
  const { channel, address } = target;
  await ctx.db.transaction(async (tx) => {
    await suppressRecipient({ ...ctx, db: tx }, { channel, address, reason: 'unsubscribe' });
    await recordUnsubscribed({ ...ctx, db: tx }, target);
  });
  return page(
    200,
    'Unsubscribed',
    `<h1>You are unsubscribed</h1><p><b>${html(organization)}</b> will not write to <b>${html(mask(address))}</b> again.</p>`,
  );
}

const notOurs = () =>
  page(
    404,
    'Unknown link',
    '<h1>This link is not complete</h1><p>Open it again from the message, or copy all of it. Nothing was changed.</p>',
  );

const tooOften = () => page(429, 'Too many requests', '<h1>Too many requests</h1><p>Wait a minute, then open the link again.</p>');

/** `ada@example.com` → `a•••@example.com`: enough for its owner, little for whoever got the link by mistake. */
const mask = (address: string) => address.replace(/^(.)[^@]*(@|(?=..$))/u, '$1•••$2');

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const html = (text: string) => text.replace(/[&<>"']/g, (c) => entities[c] ?? c);

const style = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif;background:light-dark(#f6f6f4,#111214);color:light-dark(#1b1b19,#ededef)}
body{display:grid;place-items:center;min-height:100vh;margin:0}
main{box-sizing:border-box;width:min(28rem,92vw);padding:2rem;border-radius:12px;background:light-dark(#fff,#17181b);border:1px solid light-dark(#e6e6e1,#292b30)}
h1{margin:0 0 .5rem;font-size:1.25rem}p{margin:0 0 1.25rem;overflow-wrap:anywhere}p:last-child{margin:0}
button{font:inherit;font-weight:600;padding:.55rem 1.1rem;border:0;border-radius:6px;cursor:pointer;background:light-dark(#1f1f1d,#ededef);color:light-dark(#fff,#17181b)}
button:focus-visible{outline:2px solid #2453d4;outline-offset:2px}`;

function page(status: number, title: string, content: string): Response {
  const text = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">
<title>${title}</title><style>${style}</style></head><body><main>${content}</main></body></html>`;
  return new Response(text, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    },
  });
}
