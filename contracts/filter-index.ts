import * as z from 'zod';
import { filterSchema } from './segment';

/** Body of `POST /collection/index`. */
export const filterIndexInput = z
  .strictObject({
    field: z.string().min(1).max(200).meta({ description: 'As filters write it: `createdAt`, `metadata.ltv`' }),
    filter: filterSchema.optional().meta({
      description:
        'Explained and timed before and after; default: the slowest one seen with this field, else one that the index can answer',
    }),
  })
  .meta({ id: 'FilterIndexInput' });
export type FilterIndexInput = z.infer<typeof filterIndexInput>;

export const filterIndexSchema = z
  .object({
    id: z.string(),
    field: z.string(),
    status: z.enum(['building', 'ready', 'failed', 'dropping']),
    /** Why it failed. */
    error: z.string().nullable(),
    filter: filterSchema,
    words: z.string(),
    /** EXPLAIN (ANALYZE) of counting the filter, and milliseconds; null until measured, or when the count did not end in time. */
    before: z.object({ plan: z.string().nullable(), ms: z.number().nullable() }),
    after: z.object({ plan: z.string().nullable(), ms: z.number().nullable() }),
    size_bytes: z.number().int().nullable(),
    scans: z.number().int(),
    last_used_at: z.string().nullable(),
    ready_at: z.string().nullable(),
    created_at: z.string(),
  })
  .meta({ id: 'FilterIndex' });
export type FilterIndex = z.infer<typeof filterIndexSchema>;

export const filterAdvice = z.object({
  field: z.string(),
  /** One sentence for a person. */
  sentence: z.string(),
  /** Share of the contacts that the clause on the field leaves, 0–1, from a sample. */
  share: z.number(),
  estimated_bytes: z.number().int(),
});
export type FilterAdvice = z.infer<typeof filterAdvice>;

export const slowFilterSchema = z
  .object({
    id: z.string(),
    filter: filterSchema,
    words: z.string(),
    runs: z.number().int(),
    average_ms: z.number(),
    max_ms: z.number(),
    matches: z.number().int().nullable(),
    last_seen_at: z.string(),
    /** EXPLAIN as it would run now. */
    plan: z.string().nullable(),
    advice: filterAdvice.nullable(),
    /** Why there is nothing to advise. */
    no_advice: z.string().nullable(),
  })
  .meta({ id: 'SlowFilter' });
export type SlowFilter = z.infer<typeof slowFilterSchema>;
