import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Where } from '@/filter/ast';
import { matches } from '@/filter/match';
import { parseWhere } from '@/filter/parse';
import { printWhere } from '@/filter/print';
import { cases, contact, now, seed, whereJson } from './arbitraries';
import { mingoDiffers, mingoMatches } from './mingo';

describe(`random filters (${cases} cases, FILTER_SEED=${seed})`, () => {
  test('match what mingo matches, wherever mingo follows MongoDB', { timeout: 600_000 }, () => {
    const skipped = new Map<string, number>();
    let compared = 0;
    let matched = 0;
    fc.assert(
      fc.property(whereJson, fc.array(contact, { minLength: 2, maxLength: 3 }), (json, docs) => {
        const where = parsed(json);
        for (const doc of docs) {
          const ours = matches(where, doc, { now });
          if (ours) matched++;
          const reason = mingoDiffers(where, doc);
          if (reason) skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
          else {
            compared++;
            if (mingoMatches(where, doc) !== ours) throw new Error(`ours ${ours}: ${JSON.stringify(json)} on ${JSON.stringify(doc)}`);
          }
        }
      }),
      { numRuns: cases, seed },
    );
    console.log(`compared ${compared}, matched ${matched}, not compared:`, Object.fromEntries(skipped));
    expect(compared).toBeGreaterThan(cases * 1.5);
    expect(matched / (compared + 1)).toBeGreaterThan(0.2);
  });

  test('print as they were written', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(whereJson, (json) => JSON.stringify(printWhere(parsed(json))) === JSON.stringify(json)),
      { numRuns: cases, seed },
    );
  });

  test('and their negations share everyone out', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(whereJson, whereJson, contact, (first, second, doc) => {
        const [a, b] = [parsed(first), parsed(second)];
        const is = (where: Where) => matches(where, doc, { now });
        const nor = (...arms: Where[]): Where => ({ members: [{ kind: 'nor', arms }] });
        expect(is(nor(a))).toBe(!is(a));
        expect(is(nor(a, b))).toBe(!is(a) && !is(b));
        expect(is(nor({ members: [{ kind: 'and', arms: [a, b] }] }))).toBe(is({ members: [{ kind: 'or', arms: [nor(a), nor(b)] }] }));
        expect(is({ members: [{ kind: 'and', arms: [a, { members: [] }] }] })).toBe(is(a));
      }),
      { numRuns: Math.ceil(cases / 4), seed },
    );
  });
});

function parsed(json: unknown) {
  const result = parseWhere(json);
  if (!result.ok) throw new Error(`${JSON.stringify(result.issues)}: ${JSON.stringify(json)}`);
  return result.ast;
}
