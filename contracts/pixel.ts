import * as z from 'zod';

export const pixelLimits = {
  origins: 20,
  bodyBytes: 32 * 1024,
  eventsPerRequest: 50,
  propertyBytes: 4 * 1024,
  /** A clock that is this far off, or a request that is this old, is refused; within it the browser's clock is corrected. */
  skewHours: 24,
  /** A signature says who a visitor is for so long. */
  signatureHours: 24,
  visitMinutes: 15,
  /** Requests a minute. */
  perVisitor: 120,
  perAddress: 600,
  perPixel: 120_000,
  scriptBytes: 3 * 1024,
} as const;

/** As browsers send it: scheme, host, port when it is not the usual one; nothing behind. */
function normaliseOrigin(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { protocol, origin, pathname, search, hash, username, password } = new URL(text);
  if (!/^https?:$/.test(protocol) || pathname !== '/' || search || hash || username || password) return null;
  return origin;
}

const origin = z
  .string()
  .max(260)
  .transform((text, ctx) => {
    const found = normaliseOrigin(text.trim());
    if (found) return found;
    ctx.addIssue({ code: 'custom', message: 'an origin has scheme and host and nothing behind: https://shop.example' });
    return z.NEVER;
  });

export const pixelInput = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    origins: z.array(origin).min(1).max(pixelLimits.origins),
    require_consent: z.boolean().default(true),
    retention_days: z.number().int().min(1).max(730).default(90),
  })
  .meta({ id: 'PixelInput' });
export type PixelInput = z.infer<typeof pixelInput>;
export const pixelPatch = z
  .strictObject({
    name: pixelInput.shape.name,
    origins: pixelInput.shape.origins,
    require_consent: z.boolean(),
    retention_days: z.number().int().min(1).max(730),
  })
  .partial()
  .meta({ id: 'PixelPatch' });
export type PixelPatch = z.infer<typeof pixelPatch>;

export const pixelSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    origins: z.array(z.string()),
    require_consent: z.boolean(),
    retention_days: z.number().int(),
    /** Browsers seen, and how many of them are known contacts. */
    visitors: z.number().int(),
    identified: z.number().int(),
    /** Events of visitors nobody has identified yet. */
    waiting_events: z.number().int(),
    last_seen_at: z.string().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: 'Pixel' });
export type Pixel = z.infer<typeof pixelSchema>;

/** `secret` signs identifications on the site's own server; it is shown when it is made, and never again. */
export const pixelWithSecret = pixelSchema.extend({ secret: z.string() }).meta({ id: 'PixelWithSecret' });
export type PixelWithSecret = z.infer<typeof pixelWithSecret>;

const json: z.ZodType<unknown> = z.unknown();

const pixelEvent = z.strictObject({
  /** The event's own id. */
  i: z.string().regex(/^[\w-]{8,64}$/),
  n: z.string().trim().min(1).max(200),
  /** When, in milliseconds since 1970 by the browser's clock. */
  t: z.number().int().min(0).max(8.64e15),
  p: z.record(z.string().min(1).max(200), json).default({}),
});

const identity = z.union([
  /** Who, signed by the site's server at `at` (seconds since 1970). */
  z.strictObject({
    who: z.string().min(3).max(400),
    at: z.number().int().min(0).max(1e11),
    sig: z.string().regex(/^[0-9a-f]{64}$/, 'the HMAC-SHA-256 in 64 lower-case hexadecimal digits'),
  }),
  /** The token that a tracked click carried. */
  z.strictObject({ token: z.string().max(400) }),
]);
export type PixelIdentity = z.infer<typeof identity>;

/** What the script sends. Short names: it is sent on every page. */
export const pixelReport = z.strictObject({
  /** The browser's own random key. */
  v: z.string().regex(/^[\w-]{20,64}$/),
  /** When it was sent, by the browser's clock (ms). */
  s: z.number().int().min(0).max(8.64e15),
  /** 1: the visitor consented. */
  c: z.union([z.literal(0), z.literal(1)]).default(0),
  e: z.array(z.unknown()).max(pixelLimits.eventsPerRequest).default([]),
  id: identity.optional(),
  /** True: consent was withdrawn; what waits of this visitor is deleted. */
  forget: z.boolean().optional(),
});
export { pixelEvent as pixelEventSchema };

export const pixelAnswer = z.object({
  accepted: z.number().int(),
  duplicates: z.number().int(),
  refused: z.array(z.object({ index: z.number().int(), code: z.string(), message: z.string() })),
  /** Of an identification: whether it was taken, or why not. */
  identified: z.union([z.literal(true), z.string()]).nullable(),
});
export type PixelAnswer = z.infer<typeof pixelAnswer>;
