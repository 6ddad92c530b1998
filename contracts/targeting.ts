import * as z from 'zod';
import { pageQuery } from './page';

export const targetingPlatforms = ['facebook', 'google', 'tiktok', 'linkedin'] as const;
export type TargetingPlatform = (typeof targetingPlatforms)[number];
/** Beside the platforms' own options: what every contact can be filtered by. */
export const optionSources = ['muster', ...targetingPlatforms] as const;

const q = z.string().trim().min(1).max(100).optional();
const locale = z
  .string()
  .min(2)
  .max(35)
  .default('en')
  .meta({ description: 'BCP 47: the language of the names, and a search looks at these' });

export const locationsQuery = pageQuery.extend({
  q,
  locale,
  type: z.enum(['country', 'region']).optional(),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'an ISO 3166-1 alpha-2 code')
    .optional(),
});
export type LocationsQuery = z.infer<typeof locationsQuery>;

export const locationSchema = z
  .object({
    /** ISO 3166-1 alpha-2 (`US`) or ISO 3166-2 (`US-CA`). */
    code: z.string(),
    type: z.enum(['country', 'region']),
    name: z.string(),
    country: z.string(),
    /** The code that a region is inside of; null for a country. */
    parent: z.string().nullable(),
  })
  .meta({ id: 'Location' });
export type Location = z.infer<typeof locationSchema>;

export const interestsQuery = pageQuery.extend({
  platform: z.enum(targetingPlatforms).default('facebook'),
  q,
  parent: z.string().max(200).optional().meta({ description: 'Children of this node; the top of the tree without `parent` and `q`' }),
});
export type InterestsQuery = z.infer<typeof interestsQuery>;

export const optionsQuery = pageQuery.extend({
  platform: z.enum(optionSources).default('muster'),
  q,
  locale,
  parent: z.string().max(200).optional(),
});
export type OptionsQuery = z.infer<typeof optionsQuery>;

/** Where an answer comes from and how old it is. */
export const targetingSource = z.object({
  kind: z.enum(['platform', 'snapshot', 'standard']),
  name: z.string(),
  as_of: z.string().meta({ description: 'ISO date or date and time' }),
});
export type TargetingSource = z.infer<typeof targetingSource>;

export const targetingNode = z
  .object({
    id: z.string(),
    name: z.string(),
    /** Names from the top of the tree down to its parent. */
    path: z.array(z.string()),
    children: z.number().int(),
    /** The platform's own id, where the platform was asked. */
    platform_id: z.string().nullable(),
  })
  .meta({ id: 'TargetingNode' });
export type TargetingNode = z.infer<typeof targetingNode>;

const sourced = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), next_cursor: z.string().nullable(), source: targetingSource });
export const locationPage = sourced(locationSchema);
export const nodePage = sourced(targetingNode);
export type Sourced<T> = { data: T[]; next_cursor: string | null; source: TargetingSource };
