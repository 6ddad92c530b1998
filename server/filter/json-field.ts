import { type SQL, sql } from 'drizzle-orm';
import type { ElemMatch, Test, Where } from '@/filter/ast';
import { type Leaves, oneValue, pathLeaves } from './json-path';
import { testPattern } from './json-pattern';
import { quickTest } from './json-quick';
import { scanRange } from './json-scan';
import { sieve } from './json-sieve';
import { type Condition, equalsAny, hasType, matchesPattern, modulo, range } from './json-value';
import { postgresPattern } from './regex';
import { all, always, never, not } from './values';

/** What compiling inside JSON needs to know: the moment, how deep in `$elemMatch` we are, and how to compile an element's fields. */
export interface JsonScope {
  now: Date;
  depth: number;
  /** No index can answer here (below a negation, inside an element): the form that is quickest row by row. */
  scan: boolean;
  where(where: Where, element: SQL, depth: number): SQL;
}

/** Every operator of a field against its path in a jsonb value. */
export function allJson(tests: Test[], root: SQL, path: readonly string[], rootIsObject: boolean, scope: JsonScope): SQL {
  const exact = all(tests.map((test) => testJson(test, root, path, rootIsObject, scope)));
  const [key] = path;
  const scanned = scope.scan && rootIsObject && path.length === 1 && key !== undefined ? scanRange(tests, root, key, exact) : undefined;
  return scanned ?? exact;
}

function testJson(test: Test, root: SQL, path: readonly string[], rootIsObject: boolean, scope: JsonScope): SQL {
  if (test.op === 'not') return not(allJson(test.tests, root, path, rootIsObject, { ...scope, scan: true }));
  if (test.op === 'regex' && path.length === 1 && rootIsObject) return testPattern(test, root, path[0] as string);
  const quick = quickTest(test, root, path, rootIsObject, scope.scan);
  if (quick) return quick;
  const once = test.op === 'elemMatch' || test.op === 'all';
  const negated = test.op === 'ne' || test.op === 'nin';
  const again = (inner: Test) => testJson(inner, root, path, rootIsObject, { ...scope, scan: scope.scan || negated });
  const exact = testLeaves(test, pathLeaves(root, path, rootIsObject, once), scope, again);
  const before = sieve(test, root, path, rootIsObject);
  return before ? sql`(${before} AND ${exact})` : exact;
}

/** `again` compiles another operator against the same leaves. */
function testLeaves(test: Test, leaves: Leaves, scope: JsonScope, again: (test: Test) => SQL): SQL {
  const { now } = scope;
  const some = (condition: Condition, whole = false): SQL =>
    leaves.some((leaf, expand) => (expand ? expanded(leaf, condition, whole) : condition(leaf)));
  switch (test.op) {
    case 'eq':
      return equality(test.operand.kind === 'value' ? test.operand.value : undefined, leaves) ?? some(equalsAny([test.operand], now), true);
    case 'ne':
      return not(again({ op: 'eq', operand: test.operand }));
    case 'in':
      return test.operands.length === 0 ? never : some(equalsAny(test.operands, now), true);
    case 'nin':
      return not(again({ op: 'in', operands: test.operands }));
    case 'not':
      return not(all(test.tests.map(again)));
    case 'exists': {
      const found = leaves.some((leaf) => sql`${leaf} IS NOT NULL`);
      return test.value ? found : not(found);
    }
    case 'type':
      return some(hasType(test.types), true);
    case 'all':
      if (test.members.length === 0) return never;
      return all(
        test.members.map((member) =>
          again(member.kind === 'operand' ? { op: 'eq', operand: member.operand } : { op: 'elemMatch', match: member.match }),
        ),
      );
    case 'elemMatch':
      return leaves.some((leaf) => anyElement(test.match, leaf, scope));
    case 'size':
      return leaves.some((leaf) => sql`CASE WHEN jsonb_typeof(${leaf}) = 'array' THEN jsonb_array_length(${leaf}) = ${test.size}::int END`);
    case 'mod':
      return some(modulo(test.divisor, test.remainder));
    case 'regex':
      return some(matchesPattern(postgresPattern(test.pattern, test.options)));
    default:
      return some(range(test.op, test.operand, now));
  }
}

/** The condition on a leaf or, in an array, on an element (`whole`: or on the array itself). */
function expanded(leaf: SQL, condition: Condition, whole: boolean): SQL {
  const element = sql`EXISTS (SELECT 1 FROM jsonb_array_elements(${leaf}) AS one(value) WHERE ${condition(sql`one.value`)})`;
  const inArray = whole ? sql`(${element} OR ${condition(leaf)})` : element;
  return sql`CASE WHEN jsonb_typeof(${leaf}) = 'array' THEN ${inArray} ELSE ${condition(leaf)} END`;
}

/**
 * Equality with a scalar, in one operator: jsonb's `@>` lets an array contain a bare scalar, one level deep, which is MongoDB's rule.
 * Undefined for what needs the long form.
 */
function equality(value: unknown, leaves: Leaves): SQL | undefined {
  if (value === undefined || (typeof value === 'object' && value !== null)) return undefined;
  const scalar = sql`${JSON.stringify(value)}::text::jsonb`;
  return leaves.some((leaf, expand) => {
    const found = expand ? sql`${leaf} @> ${scalar}` : sql`${leaf} = ${scalar}`;
    return value === null ? sql`(${leaf} IS NULL OR ${found})` : found;
  });
}

// An element of each depth has its own name, so that an inner query can speak of an outer element.
const names = [sql`e0`, sql`e1`, sql`e2`, sql`e3`, sql`e4`, sql`e5`, sql`e6`, sql`e7`, sql`e8`];

function anyElement(match: ElemMatch, leaf: SQL, scope: JsonScope): SQL {
  const name = names[scope.depth] as SQL;
  const element = sql`${name}.value`;
  const items = sql`jsonb_array_elements(CASE WHEN jsonb_typeof(${leaf}) = 'array' THEN ${leaf} END) AS ${name}(value)`;
  if (match.form === 'tests') {
    const inner = { ...scope, depth: scope.depth + 1 };
    const test = (t: Test): SQL => testLeaves(t, oneValue(element), inner, test);
    return sql`EXISTS (SELECT 1 FROM ${items} WHERE ${all(match.tests.map(test))})`;
  }
  // MongoDB reads an array here as an object with the keys 0, 1, 2 ....
  const asObject = sql`SELECT CASE jsonb_typeof(item.value) WHEN 'object' THEN item.value WHEN 'array' THEN (
    SELECT coalesce(jsonb_object_agg((place - 1)::text, v), '{}') FROM jsonb_array_elements(item.value) WITH ORDINALITY AS i(v, place)) END AS value
    FROM jsonb_array_elements(CASE WHEN jsonb_typeof(${leaf}) = 'array' THEN ${leaf} END) AS item(value)`;
  const fields = match.where.members.length === 0 ? always : scope.where(match.where, element, scope.depth + 1);
  return sql`EXISTS (SELECT 1 FROM (${asObject}) AS ${name} WHERE ${element} IS NOT NULL AND ${fields})`;
}
