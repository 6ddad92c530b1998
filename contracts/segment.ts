import * as z from 'zod';
import { idSchema } from './ids';

/** The envelope of a filter; `where` is checked by `filter/parse`, which reports its own JSON paths. */
export const filterSchema = z
  .strictObject({ datatype: z.string().min(1).max(64).default('contact'), where: z.record(z.string(), z.unknown()) })
  .meta({ id: 'Filter' });
export type Filter = z.infer<typeof filterSchema>;

export const segmentTypes = ['dynamic', 'static'] as const;

export const segmentInput = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    description: z.string().max(2000).nullable().optional(),
    filter: filterSchema,
    type: z.enum(segmentTypes).default('dynamic'),
  })
  .meta({ id: 'SegmentInput' });
export type SegmentInput = z.infer<typeof segmentInput>;

/** A segment is an audience: its `id` works wherever an audience's does. */
export const segmentSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    slug: z.string(),
    description: z.string().nullable(),
    filter: filterSchema,
    type: z.enum(segmentTypes),
    /** Static segments: when the members were frozen, and how many there were. */
    frozen_at: z.string().nullable(),
    contact_count: z.number().int().nullable(),
    /** The filter in plain words. */
    description_of_filter: z.string(),
    warnings: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), code: z.string(), message: z.string() })),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: 'Segment' });
export type Segment = z.infer<typeof segmentSchema>;

export const sampleProfile = z.object({
  id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  country: z.string().nullable(),
  tags: z.array(z.string()),
});

/** Matches → has an address → not suppressed → will receive (one per address). */
export const waterfall = z.object({
  matches: z.number().int(),
  has_address: z.number().int(),
  not_suppressed: z.number().int(),
  will_receive: z.number().int(),
});
export type Waterfall = z.infer<typeof waterfall>;

export const reachInput = z.strictObject({ filter: filterSchema });
export const reach = z
  .object({
    count: z.number().int(),
    exact: z.boolean(),
    /** Half-width of the 95 % interval around `count`, in contacts; 0 when exact. */
    margin: z.number().int(),
    as_of: z.string(),
    reachable: z.object({ email: z.number().int(), sms: z.number().int() }),
    waterfall: z.object({ email: waterfall, sms: waterfall }),
    sampleProfile: z.array(sampleProfile),
    warnings: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), code: z.string(), message: z.string() })),
  })
  .meta({ id: 'Reach' });
export type Reach = z.infer<typeof reach>;

/** Jaccard index |A ∩ B| / |A ∪ B|, 0 when both are empty. */
export const overlap = z
  .object({
    a: z.number().int(),
    b: z.number().int(),
    both: z.number().int(),
    a_only: z.number().int(),
    b_only: z.number().int(),
    jaccard: z.number(),
  })
  .meta({ id: 'Overlap' });
export type Overlap = z.infer<typeof overlap>;

export const mostOverlapping = 8;
export const overlapMatrixInput = z
  .strictObject({
    audience_ids: z
      .array(idSchema('audience'))
      .min(2)
      .max(mostOverlapping)
      .refine((ids) => new Set(ids).size === ids.length, 'an audience is named twice'),
  })
  .meta({ id: 'OverlapMatrixInput' });

/** `only`: in none of the others. `pairs`: each two once, in the order asked. `in_any`, `in_all`: of all the audiences together. */
export const overlapMatrixSchema = z
  .object({
    audiences: z.array(z.object({ id: z.string(), count: z.number().int(), only: z.number().int() })),
    pairs: z.array(overlap.omit({ a: true, b: true }).extend({ a: z.string(), b: z.string() })),
    in_any: z.number().int(),
    in_all: z.number().int(),
    as_of: z.string(),
  })
  .meta({ id: 'OverlapMatrix' });
export type OverlapMatrix = z.infer<typeof overlapMatrixSchema>;

/** `share` and `share_of_all` are fractions 0–1; `index` = share / share_of_all (1 = as in the whole list), null when nobody has the value. */
export const insightBucket = z.object({
  value: z.string().nullable(),
  count: z.number().int(),
  share: z.number(),
  share_of_all: z.number(),
  index: z.number().nullable(),
});
export const insights = z
  .object({
    count: z.number().int(),
    all: z.number().int(),
    as_of: z.string(),
    reachable: z.object({ email: z.number().int(), sms: z.number().int() }),
    country: z.array(insightBucket),
    timezone: z.array(insightBucket),
    language: z.array(insightBucket),
    tags: z.array(insightBucket),
    metadata: z.array(z.object({ key: z.string(), present: z.number().int(), values: z.array(insightBucket) })),
    age_of_record: z.array(insightBucket),
    last_email_sent: z.array(insightBucket),
    last_email_opened: z.array(insightBucket),
    last_email_clicked: z.array(insightBucket),
  })
  .meta({ id: 'Insights' });
export type Insights = z.infer<typeof insights>;

export const explainClause = z.object({
  path: z.array(z.union([z.string(), z.number()])),
  text: z.string(),
  matched: z.boolean(),
  /** The value seen on the contact; absent for groups. */
  seen: z.unknown().optional(),
  depth: z.number().int(),
});
export const explanation = z
  .object({
    audience_id: z.string(),
    contact_id: z.string(),
    member: z.boolean(),
    clauses: z.array(explainClause),
    /** Every gate of a send after membership, per channel. */
    gates: z.array(
      z.object({
        channel: z.enum(['email', 'sms']),
        gate: z.enum(['member', 'has_address', 'not_suppressed', 'one_per_address']),
        passed: z.boolean(),
        detail: z.string(),
      }),
    ),
  })
  .meta({ id: 'Explanation' });
export type Explanation = z.infer<typeof explanation>;

/** One field that a filter may name: built in, or a metadata key that was seen. `frequency` = share of contacts that have it. */
export const fieldSchema = z
  .object({
    name: z.string(),
    label: z.string(),
    type: z.enum(['string', 'number', 'boolean', 'date', 'array', 'object', 'mixed', 'id']),
    builtin: z.boolean(),
    frequency: z.number(),
    examples: z.array(z.unknown()),
  })
  .meta({ id: 'Field' });
export type Field = z.infer<typeof fieldSchema>;

export const recordInput = z
  .strictObject({
    key: z.string().min(1).max(200),
    data: z.record(z.string().min(1).max(200), z.unknown()),
    contact_ids: z.array(idSchema('contact')).max(1000).optional(),
    emails: z.array(z.string().max(400)).max(1000).optional(),
  })
  .meta({ id: 'RecordInput' });
export type RecordInput = z.infer<typeof recordInput>;
export const recordSchema = z
  .object({
    datatype: z.string(),
    key: z.string(),
    data: z.record(z.string(), z.unknown()),
    contact_ids: z.array(z.string()),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: 'Record' });
export type LinkedRecord = z.infer<typeof recordSchema>;

export const recordImportInput = z
  .strictObject({
    csv: z.string(),
    /** Columns whose values stay text though they all look like numbers or booleans. */
    text: z.array(z.string().max(200)).max(200).optional(),
  })
  .meta({ id: 'RecordImportInput' });
export type RecordImportInput = z.infer<typeof recordImportInput>;
export const rejectedRecord = z.object({
  line: z.number().int(),
  reason: z.string(),
  code: z.enum(['ragged_row', 'no_key', 'invalid_email', 'unknown_contact', 'duplicate_in_file', 'invalid_value']),
  cells: z.array(z.string()),
});
export type RejectedRecord = z.infer<typeof rejectedRecord>;
/** `created + updated + unchanged + rejected.length = rows`, always. */
export const recordImportResult = z
  .object({
    datatype: z.string(),
    rows: z.number().int(),
    created: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    rejected: z.array(rejectedRecord),
  })
  .meta({ id: 'RecordImportResult' });
export type RecordImportResult = z.infer<typeof recordImportResult>;
