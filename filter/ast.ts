/** The filter language as data: plain, immutable by convention, and lossless (print(parse(x)) is x, key order included). */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A filter as it is stored and sent: `{"datatype": "contact", "where": {...}}`. */
export interface Filter {
  datatype: string;
  where: Where;
  /** The keys of the envelope in the order they were written. */
  keys: ('datatype' | 'where')[];
}

/** One JSON object of conditions: all members hold (the implicit `$and`). No members: everyone. */
export interface Where {
  members: Member[];
}

export type Member = Logical | FieldTests | Did | InAudience;

export interface Logical {
  kind: 'and' | 'or' | 'nor';
  arms: Where[];
}

export interface FieldTests {
  kind: 'field';
  field: FieldRef;
  /** Written without an operator: `{"country": "US"}`; `tests` is then one `eq`. */
  bare: boolean;
  /** All hold; on an array, different elements may satisfy each. */
  tests: Test[];
}

/** Where a field lives: a typed column, or a path inside a JSON column (`column: null`: inside the element of an `$elemMatch`). */
export type FieldRef = ColumnRef | JsonRef;
export type ColumnType = 'text' | 'texts' | 'date' | 'id';
export interface ColumnRef {
  source: 'column';
  name: string;
  column: string;
  type: ColumnType;
}
interface JsonRef {
  source: 'json';
  name: string;
  column: string | null;
  path: string[];
}

/** `date`: an ISO 8601 string against a date field, `ms` its instant. `now`: a duration from the moment of evaluation. */
export type Operand = { kind: 'value'; value: Json } | { kind: 'date'; iso: string; ms: number } | { kind: 'now'; duration: string };

export type CompareOp = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte';

export type Test =
  | { op: Exclude<CompareOp, 'ne'>; operand: Operand }
  | { op: 'ne'; operand: Operand }
  | { op: 'in' | 'nin'; operands: Operand[] }
  | { op: 'not'; tests: Test[] }
  | { op: 'exists'; value: boolean; raw: boolean | 0 | 1 }
  | { op: 'type'; types: TypeName[]; raw: Json }
  | { op: 'all'; members: AllMember[] }
  | { op: 'elemMatch'; match: ElemMatch }
  | { op: 'size'; size: number }
  | { op: 'mod'; divisor: number; remainder: number; raw: [number, number] }
  /** `optionsAt`: the place of the `$options` key among the keys of its object. */
  | { op: 'regex'; pattern: string; options: string | null; optionsAt: number | null };

export type TypeName = 'number' | 'int' | 'string' | 'object' | 'array' | 'bool' | 'date' | 'null';

export type AllMember = { kind: 'operand'; operand: Operand } | { kind: 'elemMatch'; match: ElemMatch };

/** `where`: the element is an object and its fields are tested; `tests`: the element itself is tested. */
export type ElemMatch = { form: 'where'; where: Where } | { form: 'tests'; tests: Test[] };

export interface Did {
  kind: 'did';
  event: string;
  where: Where | null;
  /** Absent: at least once. */
  count: Count | null;
  since: Operand | null;
  keys: ('event' | 'where' | 'count' | 'since')[];
}

/** `bare`: written as a number, meaning exactly that many. */
export interface Count {
  bare: boolean;
  tests: { op: Exclude<CompareOp, 'ne'>; n: number }[];
}

export interface InAudience {
  kind: 'inAudience';
  audience: string;
}
