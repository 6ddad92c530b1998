import * as z from 'zod';
import { idSchema } from './ids';
import { filterSchema } from './segment';

export const customTypes = ['file_upload', 'customer_match', 'lookalike', 'pixel'] as const;
export type CustomType = (typeof customTypes)[number];

/** What an uploaded row can be recognised by. `name_country`: name and country together. */
export const matchKinds = ['email', 'phone', 'name_country', 'external_id'] as const;
export type MatchKind = (typeof matchKinds)[number];

export const uploadFields = ['email', 'phone', 'name', 'first_name', 'last_name', 'country', 'external_id', 'skip'] as const;
export type UploadField = (typeof uploadFields)[number];

export const customLimits = {
  uploadRows: 100_000,
  /** Of one audience, over all its uploads. */
  keptRows: 1_000_000,
  rejectedShown: 1_000,
  seedMin: 50,
} as const;

export const customUploadInput = z
  .strictObject({
    csv: z.string().optional().meta({ description: 'The file. The body itself when sent as text/csv' }),
    rows: z
      .array(z.record(z.string().max(200), z.string().max(1000).nullable()))
      .max(10_000)
      .optional()
      .meta({ description: 'The same as objects: `[{"email": "…", "phone": "…"}]`' }),
    columns: z
      .record(z.string(), z.enum(uploadFields))
      .optional()
      .meta({ description: 'What each column holds; guessed from header and cells where absent' }),
    country: z.string().length(2).optional().meta({ description: 'ISO 3166-1 alpha-2: of phone numbers written without +' }),
    mode: z.enum(['append', 'replace']).default('append'),
    create_contacts: z
      .boolean()
      .default(false)
      .meta({ description: 'Rows with a readable address become contacts. False: an address that matches nobody is kept as a hash only' }),
  })
  .refine((b) => (b.csv === undefined ? 0 : 1) + (b.rows === undefined ? 0 : 1) === 1, {
    message: 'give either csv or rows',
    path: ['csv'],
  })
  .meta({ id: 'CustomUpload' });
export type CustomUploadInput = z.infer<typeof customUploadInput>;

const column = z.object({
  name: z.string(),
  becomes: z.enum(uploadFields),
  /** Cells that are SHA-256 already. */
  hashed: z.number().int(),
  /** How it was decided: given by the caller, by the header's name, by looking at the cells. */
  by: z.enum(['given', 'header', 'cells']),
});
export type UploadColumn = z.infer<typeof column>;

/** A refused row. Its cells are not repeated: whoever sent the file has them, and they are kept nowhere. */
export const refusedRow = z.object({
  line: z.number().int(),
  code: z.enum([
    'ragged_row',
    'no_key',
    'invalid_email',
    'invalid_phone',
    'invalid_hash',
    'invalid_value',
    'duplicate_in_file',
    'conflict',
  ]),
  reason: z.string(),
});
export type RefusedRow = z.infer<typeof refusedRow>;

const perKey = z.object({
  key: z.enum(matchKinds),
  /** Different values uploaded, and how many of these are a contact's. */
  uploaded: z.number().int(),
  matched: z.number().int(),
  /** matched / uploaded, 0–1; null when nothing was uploaded. */
  rate: z.number().nullable(),
});

/** What the uploads of an audience match now. */
export const matchResult = z
  .object({
    /** Different rows kept, over all uploads. */
    rows: z.number().int(),
    matched_rows: z.number().int(),
    /** Contacts that are members. Two rows may be one contact. */
    contacts: z.number().int(),
    rate: z.number().nullable(),
    /** A name and country that several contacts have says nobody: counted here, matched to none. */
    ambiguous: z.number().int(),
    keys: z.array(perKey),
    as_of: z.string(),
  })
  .meta({ id: 'MatchResult' });
export type MatchResult = z.infer<typeof matchResult>;

/** `accepted + rejected = rows`, always; the list of rejected rows stops at 1,000. */
export const customUploadResult = z
  .object({
    upload_id: z.string(),
    audience_id: z.string(),
    mode: z.enum(['append', 'replace']),
    rows: z.number().int(),
    accepted: z.number().int(),
    rejected: z.number().int(),
    rejected_rows: z.array(refusedRow),
    columns: z.array(column),
    has_header: z.boolean(),
    created_contacts: z.number().int(),
    match: matchResult,
  })
  .meta({ id: 'CustomUploadResult' });
export type CustomUploadResult = z.infer<typeof customUploadResult>;

const size = z
  .union([z.strictObject({ percent: z.number().min(0.1).max(100) }), z.strictObject({ contacts: z.number().int().min(1).max(1_000_000) })])
  .meta({ description: 'How many of all other contacts: a share of them in percent, or a number' });

export const lookalikeInput = z.strictObject({
  seed_audience_id: idSchema('audience'),
  size,
  ignore: z
    .array(z.string().min(1).max(200))
    .max(50)
    .default([])
    .meta({ description: 'Fields the model must not look at: `country`, `tags`, `metadata.plan` …' }),
});

export const pixelRule = z.strictObject({
  pixel_id: idSchema('pixel').optional().meta({ description: 'Only this site; absent: any of the organization’s' }),
  event: z.string().trim().min(1).max(200).default('page_view'),
  path: z
    .strictObject({ match: z.enum(['is', 'starts_with', 'contains']).default('is'), value: z.string().min(1).max(150) })
    .optional()
    .meta({ description: 'Of the page: `/pricing`' }),
  within_days: z.number().int().min(1).max(730),
  times: z.number().int().min(1).max(1000).default(1).meta({ description: 'At least so often' }),
});

const base = { name: z.string().trim().min(1).max(200), description: z.string().max(2000).nullable().optional() };

const matchSettings = z.strictObject({
  external_id: z
    .string()
    .min(1)
    .max(200)
    .regex(/^metadata\./, 'must be a metadata field, such as metadata.customer_id')
    .optional()
    .meta({ description: 'The contacts’ metadata field that an uploaded `external_id` is compared with' }),
});

export const customInput = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('file_upload'), ...base }),
    z.strictObject({ type: z.literal('customer_match'), ...base, match: matchSettings.default({}) }),
    z.strictObject({ type: z.literal('lookalike'), ...base, lookalike: lookalikeInput }),
    z.strictObject({ type: z.literal('pixel'), ...base, pixel: pixelRule }),
  ])
  .meta({ id: 'CustomAudienceInput' });
export type CustomInput = z.infer<typeof customInput>;

/** Only the part that belongs to the audience's type may be given; a changed definition is evaluated at once. */
export const customPatch = z
  .strictObject({ ...base, match: matchSettings, lookalike: lookalikeInput, pixel: pixelRule })
  .partial()
  .meta({ id: 'CustomAudiencePatch' });
export type CustomPatch = z.infer<typeof customPatch>;

/** One thing the model learned. `seed` and `others` are shares 0–1 of the people who have it; weight is log-odds, above 0 speaks for. */
export const modelFeature = z.object({
  field: z.string(),
  value: z.string(),
  text: z.string(),
  weight: z.number(),
  seed: z.number(),
  others: z.number(),
});
export type ModelFeature = z.infer<typeof modelFeature>;

export const lookalikeResult = z
  .object({
    seed_audience_id: z.string(),
    seed_name: z.string().nullable(),
    size,
    ignore: z.array(z.string()),
    built_at: z.string(),
    seed: z.number().int(),
    others: z.number().int(),
    chosen: z.number().int(),
    /** Cross-validated area under the ROC curve: how often somebody of the seed scores above somebody else. 0.5 is chance. */
    auc: z.number(),
    /** The lowest score that was taken. */
    cut: z.number(),
    milliseconds: z.number().int(),
    features: z.array(modelFeature),
    notes: z.array(z.string()),
  })
  .meta({ id: 'Lookalike' });
export type LookalikeResult = z.infer<typeof lookalikeResult>;

export const customSchema = z
  .object({
    id: z.string(),
    type: z.enum(customTypes),
    name: z.string(),
    slug: z.string(),
    description: z.string().nullable(),
    contact_count: z.number().int().nullable(),
    refreshed_at: z.string().nullable(),
    /** Of uploads: what they match. */
    match: matchResult.nullable(),
    external_id: z.string().nullable(),
    lookalike: lookalikeResult.nullable(),
    pixel: z.object({ ...pixelRule.shape, pixel_id: z.string().nullable() }).nullable(),
    /** The pixel's rule as a filter, and in words. */
    filter: filterSchema.nullable(),
    description_of_filter: z.string().nullable(),
    /** Why the last nightly refresh did not work; the members are those of before. */
    problem: z.string().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: 'CustomAudience' });
export type CustomAudience = z.infer<typeof customSchema>;

export const uploadSummary = z
  .object({
    upload_id: z.string(),
    mode: z.enum(['append', 'replace']),
    rows: z.number().int(),
    accepted: z.number().int(),
    rejected: z.number().int(),
    created_contacts: z.number().int(),
    created_at: z.string(),
  })
  .meta({ id: 'CustomUploadSummary' });
export type UploadSummary = z.infer<typeof uploadSummary>;

export const customTypeSchema = z
  .object({
    type: z.enum(customTypes),
    name: z.string(),
    description: z.string(),
    /** What must be there first, in words. */
    needs: z.array(z.string()),
    /** Names of the fields of the body beside `type` and `name`. */
    fields: z.array(z.object({ name: z.string(), required: z.boolean(), description: z.string() })),
    /** When its members change. */
    refreshes: z.string(),
  })
  .meta({ id: 'CustomAudienceType' });
export type CustomAudienceType = z.infer<typeof customTypeSchema>;

export const lookalikeExplanation = z
  .object({
    audience_id: z.string(),
    contact_id: z.string(),
    member: z.boolean(),
    type: z.enum(customTypes),
    /** One sentence: what decided. */
    summary: z.string(),
    /** Of a lookalike: the score now, the lowest that was taken, and the share of others that score lower. */
    score: z.number().nullable(),
    cut: z.number().nullable(),
    above: z.number().nullable(),
    /** For and against, the strongest first. Of uploads: the keys that match. */
    reasons: z.array(z.object({ text: z.string(), speaks: z.enum(['for', 'against']), weight: z.number().nullable() })),
  })
  .meta({ id: 'CustomExplanation' });
export type CustomExplanation = z.infer<typeof lookalikeExplanation>;

export const customQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(100).optional(),
  q: z.string().max(200).optional(),
  type: z.enum(customTypes).optional(),
});
