import { errorStatus } from '@/contracts/errors';
import { limits } from '@/contracts/limits';
import { scopes } from '@/contracts/scopes';
import { code } from './operation';

const errorExample = `{
  "error": {
    "type": "validation",
    "code": "validation_failed",
    "message": "\`ramp_minutes\`: Too big: expected number to be <=1440",
    "request_id": "req_019a…",
    "errors": [{ "path": ["ramp_minutes"], "code": "too_big", "message": "…" }]
  }
}`;

export const guide = [
  {
    id: 'keys',
    title: 'Keys and scopes',
    text: [
      'Every call carries an API key: `Authorization: Bearer mus_live_…`. Owners make keys in the dashboard under API keys; the secret is shown once. A key belongs to one organization and sees nothing else: an id of another organization is `404`.',
      `A key lists its scopes, and writing does not imply reading: ${scopes.map((s) => `\`${s}\``).join(', ')}.`,
    ],
  },
  {
    id: 'errors',
    title: 'Errors',
    text: [
      'Match on `code`; `message` is for people. `errors` names each place in the input. Quote `request_id`, which is also the header `X-Request-Id`, when you ask for help. Unknown fields are refused, never ignored.',
    ],
    sample: errorExample,
  },
  {
    id: 'idempotency',
    title: 'Idempotency',
    text: [
      'Every call that changes something takes `Idempotency-Key`, up to 255 characters of your choice. Within 24 hours the same key and body on the same path answers the first answer again, with `Idempotency-Replayed: true`, and does nothing. Another body is `422`, a first call that is still running `409`. A call that failed does not use its key up: repeat it.',
    ],
  },
  {
    id: 'pagination',
    title: 'Lists',
    text: [
      'A list answers `{"data": […], "next_cursor": …}`, newest first. Give `next_cursor` back as `?cursor=`; it is `null` on the last page. `?limit=` is 1 to 100, 25 unless given.',
    ],
  },
  {
    id: 'rate-limits',
    title: 'Rate limits',
    text: [
      `A key may make ${limits.requestsPerMinute.caller.toLocaleString('en')} calls a minute, an organization ${limits.requestsPerMinute.organization.toLocaleString('en')}; both refill evenly. \`RateLimit\` says what is left, \`RateLimit-Policy\` what there is; \`429\` comes with \`Retry-After\` in seconds.`,
    ],
  },
];

export function Guide() {
  return guide.map(({ id, title, text, sample }) => (
    <section key={id} id={id} className="scroll-mt-6 border-t border-line py-8">
      <h2 className="text-lg font-semibold">{title}</h2>
      {text.map((paragraph) => (
        <p key={paragraph} className="mt-2 max-w-prose text-ink-2">
          {code(paragraph)}
        </p>
      ))}
      {sample && (
        <pre className="mt-4 max-w-prose rounded-lg border border-line bg-sunken p-3 font-mono text-xs leading-5 break-words whitespace-pre-wrap">
          {sample}
        </pre>
      )}
      {id === 'errors' && (
        <table className="mt-4 text-left text-xs">
          <thead className="text-ink-3">
            <tr>
              <th className="pr-6 pb-1 font-medium">Status</th>
              <th className="pb-1 font-medium">Codes</th>
            </tr>
          </thead>
          <tbody>
            {[...new Set(Object.values(errorStatus))].map((status) => (
              <tr key={status}>
                <td className="pr-6 align-top tabular-nums">{status}</td>
                <td className="font-mono">
                  {Object.entries(errorStatus)
                    .filter(([, s]) => s === status)
                    .map(([name]) => name)
                    .join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  ));
}
