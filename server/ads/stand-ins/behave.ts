import * as z from 'zod';
import { demoAccounts } from './demo-accounts';
import type { Heard, Said, Stage } from './server';

const share = z.number().min(0).max(1);
const wish = z.strictObject({
  throttle: z.strictObject({ every: z.int().min(1), seconds: z.int().min(0) }).optional(),
  fail: z.strictObject({ share, after: z.boolean().optional() }).optional(),
  stumble: z.strictObject({ share }).optional(),
  /** This share of the people, always the same ones. */
  refuse: z.strictObject({ share }).optional(),
  /** Every token given until now, those of the demo's account too. */
  expired: z.boolean().optional(),
  permission: z.boolean().optional(),
  delayMs: z.int().min(0).max(30_000).optional(),
});

/** `POST /_behave`: what the stand-in does wrong from now on, for who tries the product out; `{}` ends it. */
export function behave(stage: Stage, { body, headers }: Heard): Said {
  const read = wish.safeParse(body);
  if (!headers['content-type']?.startsWith('application/json')) return { status: 415, body: { message: 'application/json' } };
  if (!read.success) return { status: 422, body: { message: z.prettifyError(read.error) } };
  const { refuse, expired, ...rest } = read.data;
  const known = Object.values(demoAccounts).flatMap(({ credentials }) => [credentials.access_token, credentials.refresh_token]);
  stage.behaviour = {
    ...rest,
    ...(refuse && { refuse: (hash: string) => Number.parseInt(hash.slice(0, 4), 16) / 0x1_0000 < refuse.share }),
    ...(expired && { expired: new Set([...stage.tokens, ...known.filter((token) => token !== undefined)]) }),
  };
  return { status: 200, body: read.data };
}
