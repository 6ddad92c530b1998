import { type SQL, sql } from 'drizzle-orm';
import { text } from './values';

/** The ends of a path in a jsonb value: `some(condition)` is true when a leaf satisfies it; `expand`: an array there offers its elements. */
export interface Leaves {
  some(condition: (leaf: SQL, expand: boolean) => SQL): SQL;
}

/** One value and nothing else: the element that an `$elemMatch` looks at. */
export const oneValue = (value: SQL): Leaves => ({ some: (condition) => condition(value, false) });

/**
 * The leaves of a path, by MongoDB's rules (filter/paths.ts says the same in TypeScript). Almost all data has no array on the way,
 * and then the leaf is plain `->`. Only where an array is met does the row pay for opening arrays. `rootIsObject`: the root is never an array.
 * With `once`, the condition is written into the query one time only: for conditions that hold subqueries themselves.
 */
export function pathLeaves(root: SQL, path: readonly string[], rootIsObject: boolean, once: boolean): Leaves {
  const steps = path.map((_, i) => step(root, path.slice(0, i + 1)));
  const leaf = steps.at(-1) as SQL;
  const onTheWay = [...(rootIsObject ? [] : [root]), ...steps.slice(0, -1)];
  if (onTheWay.length === 0) return { some: (condition) => condition(leaf, true) };

  const opened = openedLeaves(root, path);
  const placed = isPlace(path.at(-1) as string);
  return {
    some(condition) {
      // A leaf named by its place in an array does not offer its elements.
      const test =
        placed && !once
          ? sql`CASE WHEN leaf.placed THEN ${condition(leafValue, false)} ELSE ${condition(leafValue, true)} END`
          : condition(leafValue, true);
      const found = sql`EXISTS (SELECT 1 FROM (${opened}) AS leaf WHERE ${test})`;
      if (once) return found;
      const types = sql.join(
        onTheWay.map((value) => sql`jsonb_typeof(${value})`),
        sql`, `,
      );
      return sql`CASE WHEN 'array' IN (${types}) THEN ${found} ELSE ${condition(leaf, true)} END`;
    },
  };
}

const leafValue = sql`leaf.value`;

const step = (root: SQL, path: readonly string[]): SQL => sql`(${sql.join([root, ...path.map(text)], sql` -> `)})`;

/** Whether a part of a path can be a place in an array. */
export const isPlace = (part: string): boolean => /^(0|[1-9][0-9]{0,8})$/.test(part);

/** All leaves as rows (value, placed): one nested query a step; `up` is the step before. */
function openedLeaves(root: SQL, path: readonly string[]): SQL {
  return path.reduce((before, part, i) => {
    const last = i === path.length - 1;
    const items = sql`CASE WHEN jsonb_typeof(up.value) = 'array' THEN up.value END`;
    const ways = [
      sql`SELECT up.value -> ${text(part)}, false WHERE jsonb_typeof(up.value) IS DISTINCT FROM 'array'`,
      sql`SELECT item.value -> ${text(part)}, false FROM jsonb_array_elements(${items}) AS item(value) WHERE jsonb_typeof(item.value) = 'object'`,
    ];
    if (isPlace(part)) {
      const goesOn = last ? sql`true` : sql`jsonb_typeof(item.value) IN ('object', 'array')`;
      ways.push(
        sql`SELECT item.value, true FROM jsonb_array_elements(${items}) WITH ORDINALITY AS item(value, place) WHERE item.place = ${Number(part) + 1}::bigint AND ${goesOn}`,
      );
    }
    return sql`SELECT way.value, way.placed FROM (${before}) AS up CROSS JOIN LATERAL (${sql.join(ways, sql` UNION ALL `)}) AS way(value, placed)`;
  }, sql`SELECT ${root} AS value, false AS placed`);
}
