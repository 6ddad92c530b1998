import * as fc from 'fast-check';
import type { Json } from '@/filter/ast';
import type { Document } from '@/filter/match';

/** Random contacts and filters drawn from small pools, so that they meet often and at every edge: missing, null, mixed types, arrays. */
export const now = new Date('2026-06-15T12:00:00.000Z');

const text = fc.constantFrom(
  '',
  'a',
  'b',
  'A',
  'vip',
  'lead',
  '1',
  'é',
  'zz',
  '2026-06-01',
  '2026-05-01T00:00:00Z',
  'true',
  'x\ny',
  '%_\\"\'',
  '😀',
  '\uffee',
);
const number = fc.constantFrom(0, 1, 2, -3, 2.5, 10, 1e21, -0.5, 30);
const scalar: fc.Arbitrary<Json> = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const key = fc.constantFrom('a', 'b', 'c', '0', '1', 'key');

const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'json' },
    { weight: 4, arbitrary: scalar },
    { weight: 3, arbitrary: fc.array(tie('value'), { maxLength: 3, depthIdentifier: 'json' }) },
    { weight: 3, arbitrary: fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true, depthIdentifier: 'json' }) },
  ),
})).value;

const metadata = fc.record(
  { a: json, b: json, c: json, key: json, '2024': scalar, 'it\'s "x"': scalar, constructor: scalar },
  { requiredKeys: [], noNullPrototype: true },
);

const instants = ['2026-06-01T00:00:00.000Z', '2026-05-01T00:00:00.000Z', '2026-06-15T12:00:00.000Z', '2025-01-31T23:59:59.999Z'];
const instant = fc.option(fc.constantFrom(...instants), { nil: null });
const column = (...values: string[]) => fc.option(fc.constantFrom(...values), { nil: null });
const country = ['US', 'DE', 'FR', 'us'];
const tagPool = ['vip', 'lead', 'mql', 'a,b', '{}', 'NULL', ''];

export const contact: fc.Arbitrary<Document> = fc.record({
  email: column('ann@example.com', 'bob@example.org'),
  name: column('Ann', 'Bob Jackson', 'Élodie', ''),
  country: column(...country),
  timezone: column('Europe/Berlin', 'America/New_York'),
  tags: fc.uniqueArray(fc.constantFrom(...tagPool), { maxLength: 4 }),
  createdAt: fc.constantFrom(...instants),
  lastEmailOpenedAt: instant,
  metadata,
}) as fc.Arbitrary<Document>;

// ---- filters

const path = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'metadata.a',
      'metadata.b',
      'metadata.c',
      'metadata.key',
      'metadata.2024',
      'metadata.it\'s "x"',
      'metadata.constructor',
    ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('a', 'b', 'c'), fc.array(key, { minLength: 1, maxLength: 2 }))
      .map(([k, rest]) => `metadata.${[k, ...rest].join('.')}`),
  },
);
const textColumn = fc.constantFrom('country', 'name', 'email', 'timezone', 'phone');
const dateColumn = fc.constantFrom('lastEmailOpenedAt', 'createdAt', 'lastEmailClickedAt');

const dateOperand: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom(...instants, '2026-06-01', '2026-06-01T05:45+05:45', '2025-01-31T23:59:59.999Z', '2026-06-01T00:00:00.000900Z'),
  fc.constantFrom('-P14D', '-P1M', 'P0D', '-P1M14DT12H').map((duration) => ({ $now: duration })),
);
const columnText = fc.constantFrom(...country, 'Ann', 'Bob Jackson', 'Élodie', '', 'ann@example.com', 'Europe/Berlin', ...tagPool);
const pattern = fc.constantFrom(
  '^A',
  'son$',
  'a',
  '^$',
  '[^a]',
  'e|é',
  '^.{2}$',
  'V',
  '\\d',
  '\\w+$',
  '^b?$',
  '(lead|vip)',
  'l+.*d',
  '\\bJ',
);

type Operators = { [operator: string]: Json };
const only = (op: string, value: fc.Arbitrary<Json>): fc.Arbitrary<Operators> => value.map((v) => ({ [op]: v }));
const combine = (parts: Operators[]): Operators => Object.assign({}, ...parts);

interface Pools {
  value: fc.Arbitrary<Json>;
  scalar: fc.Arbitrary<Json>;
  inner: fc.Arbitrary<Json>;
}

function operators({ value, scalar: ordered, inner }: Pools): fc.Arbitrary<Operators> {
  const simple = fc.oneof(
    only('$eq', value),
    only('$ne', value),
    ...['$gt', '$gte', '$lt', '$lte'].map((op) => only(op, ordered)),
    only('$in', fc.array(value, { maxLength: 4 })),
    only('$nin', fc.array(value, { maxLength: 4 })),
    only('$exists', fc.constantFrom<Json>(true, false, 1, 0)),
    only(
      '$type',
      fc.oneof(
        fc.constantFrom<Json>('number', 'int', 'string', 'object', 'array', 'bool', 'null', 'date', 2, 10),
        fc.constant<Json>(['string', 'null']),
      ),
    ),
    only('$size', fc.constantFrom(0, 1, 2, 3)),
    only('$mod', fc.constantFrom<Json>([2, 0], [2, 1], [3, -1], [3, 0], [1, 0])),
    only('$all', fc.array(value, { maxLength: 2 })),
    fc
      .tuple(pattern, fc.constantFrom(null, 'i', 'm', 's', 'im'))
      .map(([p, o]): Operators => (o === null ? { $regex: p } : { $regex: p, $options: o })),
  );
  const nested = fc.oneof(
    { weight: 3, arbitrary: simple },
    { weight: 1, arbitrary: only('$elemMatch', inner) },
    { weight: 1, arbitrary: only('$elemMatch', simple) },
  );
  const several = fc.oneof(
    { weight: 4, arbitrary: nested },
    { weight: 1, arbitrary: fc.array(nested, { minLength: 2, maxLength: 3 }).map(combine) },
  );
  return fc.oneof(
    { weight: 5, arbitrary: several },
    { weight: 1, arbitrary: only('$not', several) },
    { weight: 1, arbitrary: only('$not', only('$not', nested)) },
  );
}

/** What an `$elemMatch` asks of an object's fields. */
const elementWhere: fc.Arbitrary<Json> = fc.oneof(
  fc.dictionary(key, scalar, { maxKeys: 2, noNullPrototype: true }),
  fc.tuple(key, only('$gt', number)).map(([k, test]) => ({ [k]: test })),
  fc.tuple(key, key, only('$exists', fc.boolean())).map(([k, l, test]) => ({ $or: [{ [k]: test }, { [l]: 1 }] })),
);

const field: fc.Arbitrary<{ [name: string]: Json }> = fc
  .oneof(
    { weight: 6, arbitrary: fc.tuple(path, fc.oneof(json, operators({ value: json, scalar, inner: elementWhere }))) },
    {
      weight: 2,
      arbitrary: fc.tuple(
        textColumn,
        fc.oneof(
          columnText,
          fc.constant(null),
          operators({ value: fc.oneof(columnText, scalar), scalar: fc.oneof(columnText, scalar), inner: elementWhere }),
        ),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(
        fc.constant('tags'),
        fc.oneof(
          columnText,
          fc.array(columnText, { maxLength: 2 }),
          operators({
            value: fc.oneof({ weight: 4, arbitrary: columnText }, { weight: 1, arbitrary: json }),
            scalar: columnText,
            inner: elementWhere,
          }),
        ),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(
        dateColumn,
        fc.oneof(
          dateOperand,
          fc.constant(null),
          operators({
            value: fc.oneof(dateOperand, fc.constant(null)),
            scalar: fc.oneof(dateOperand, fc.constant(null)),
            inner: elementWhere,
          }),
        ),
      ),
    },
  )
  .map(([name, right]) => ({ [name]: right as Json }));

/** A random `where`, valid by construction, three levels of logic at most. */
export const whereJson: fc.Arbitrary<{ [key: string]: Json }> = fc.letrec<{ where: { [key: string]: Json } }>((tie) => ({
  where: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'where' },
    { weight: 10, arbitrary: field },
    { weight: 1, arbitrary: fc.tuple(field, field).map(([a, b]) => ({ ...a, ...b })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom('$and', '$or', '$nor'), fc.array(tie('where'), { minLength: 1, maxLength: 3, depthIdentifier: 'where' }))
        .map(([op, arms]) => ({ [op]: arms as Json })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(field, fc.constantFrom('$or', '$nor'), fc.array(tie('where'), { minLength: 1, maxLength: 2, depthIdentifier: 'where' }))
        .map(([a, op, arms]) => ({ ...a, [op]: arms as Json })),
    },
    { weight: 1, arbitrary: fc.constant({}) },
  ),
})).where;

/** How many random cases: `FILTER_CASES=200000 npx vitest run test/filter`. The seed is printed; `FILTER_SEED` repeats one. */
export const cases = Number(process.env.FILTER_CASES ?? 20_000);
export const seed = Number(process.env.FILTER_SEED ?? 20_260_615);
