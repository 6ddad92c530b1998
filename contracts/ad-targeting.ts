import * as z from 'zod';
import { languageCodes } from './languages';

/** Of all four lists together. */
export const MAX_TARGETS = 200;

const id = z.string().trim().min(1).max(300);
const name = z.string().trim().min(1).max(300);
const givenName = name
  .optional()
  .meta({ description: 'Looked for at the platform when the id is not in its list; the name kept is theirs' });
const node = z.strictObject({ id, name: givenName });
const code = z
  .string()
  .trim()
  .regex(/^[A-Za-z]{2}(-[A-Za-z0-9]{1,3})?$/, 'an ISO 3166-1 or 3166-2 code')
  .transform((text) => text.toUpperCase());

/** What the ads that are shown to an audience should be narrowed by. Replaces what was kept; nothing of everything clears it. */
export const adTargetingInput = z
  .strictObject({
    locations: z.array(z.strictObject({ code, name: givenName })).default([]),
    languages: z
      .array(z.enum(languageCodes as [string, ...string[]], 'an ISO 639-1 code'))
      .default([])
      .meta({ description: 'ISO 639-1' }),
    interests: z.array(node).default([]).meta({ description: '`platform_id`, else `id`, of `GET /audiences/interests`' }),
    options: z.array(node).default([]).meta({ description: '`id` of `GET /audiences/targeting-options`' }),
  })
  .refine((all) => countTargets(all) <= MAX_TARGETS, `at most ${MAX_TARGETS} in all`)
  .meta({ id: 'AdTargetingInput' });
export type AdTargetingInput = z.infer<typeof adTargetingInput>;

const keptNode = z.object({ id: z.string(), name: z.string() });
export const adTargetingSchema = z
  .object({
    locations: z.array(z.object({ code: z.string(), name: z.string() })),
    languages: z.array(z.string()),
    interests: z.array(keptNode),
    options: z.array(keptNode),
  })
  .meta({ id: 'AdTargeting' });
export type AdTargeting = z.infer<typeof adTargetingSchema>;

export const noTargeting: AdTargeting = { locations: [], languages: [], interests: [], options: [] };

export const countTargets = (all: Record<keyof AdTargeting, readonly unknown[]>): number =>
  all.locations.length + all.languages.length + all.interests.length + all.options.length;

/** The same choice in the platform's own words, to be pasted there: nothing of this is sent by us. */
export const targetingSpecSchema = z
  .object({
    format: z.enum(['facebook', 'tiktok', 'linkedin', 'muster']).meta({ description: 'Whose fields `json` has; `muster`: ours' }),
    /** Where it is taken. */
    use: z.string(),
    json: z.record(z.string(), z.unknown()),
    by_hand: z
      .array(z.object({ kind: z.enum(['location', 'language', 'interest', 'option']), id: z.string(), name: z.string() }))
      .meta({ description: 'Not in `json`: the platform names these by ids that are not known here' }),
  })
  .meta({ id: 'AdTargetingSpec' });
export type TargetingSpec = z.infer<typeof targetingSpecSchema>;
