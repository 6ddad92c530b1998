/** What a filter may cost. Refused above these, before anything is parsed or compiled. */
export const limits = {
  /** Nested `$and $or $nor $not $elemMatch $did.where`, the outermost object being 1. */
  depth: 8,
  /** Conditions, operators and arms together. */
  nodes: 200,
  /** Values of one `$in`, `$nin` or `$all`. */
  values: 1_000,
  /** UTF-8 bytes of the filter as compact JSON. */
  bytes: 32 * 1024,
  /** JSON nesting, literals included. */
  jsonDepth: 32,
  /** Segments of a dotted path, and characters of a field name. */
  pathSegments: 16,
  fieldName: 200,
  regexLength: 200,
  regexRepeat: 50,
  /** Positions of a pattern with its repeats written out. */
  regexStates: 2_000,
  /** Issues reported at once. */
  issues: 20,
} as const;
