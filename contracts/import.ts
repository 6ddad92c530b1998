import * as z from 'zod';

/** One refused row. `line` is the 1-based line of the file on which the row starts (the header is line 1). */
export const rejectedRow = z.object({
  line: z.number().int(),
  reason: z.string(),
  code: z.enum(['ragged_row', 'invalid_email', 'invalid_phone', 'no_address', 'duplicate_in_file', 'invalid_value', 'conflict']),
  cells: z.array(z.string()),
});
export type RejectedRow = z.infer<typeof rejectedRow>;

/** `created + updated + unchanged + rejected.length = rows`, always. */
export const importResult = z
  .object({
    import_id: z.string(),
    audience_id: z.string(),
    rows: z.number().int(),
    created: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    rejected: z.array(rejectedRow),
    /** Members that the audience did not have before. */
    added_to_audience: z.number().int(),
    header: z.array(z.string()),
  })
  .meta({ id: 'ImportResult' });
export type ImportResult = z.infer<typeof importResult>;

/** A past import in a list of them: the rejected rows are only counted. */
export const importSummary = importResult
  .omit({ rejected: true, header: true })
  .extend({ rejected: z.number().int(), created_at: z.string() })
  .meta({ id: 'ImportSummary' });
export type ImportSummary = z.infer<typeof importSummary>;

/**
 * What a header column becomes: a contact field, a metadata key (with `json`, cells that are JSON keep their type), `metadata` (a JSON
 * object, whose keys are merged), or nothing. Keys are header names as in the file.
 */
export const columnMapping = z.record(
  z.string(),
  z.union([
    z.enum(['email', 'phone', 'name', 'country', 'timezone', 'language', 'tags', 'metadata', 'skip']),
    z.strictObject({ metadata: z.string().min(1).max(200), json: z.literal(true).optional() }),
  ]),
);
export type ColumnMapping = z.infer<typeof columnMapping>;
