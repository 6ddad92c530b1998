import type { Person } from './people';
import type { Tokeniser } from './tokens';

export const folds = 5;

/** Everybody as tokens, in flat arrays (about 100 bytes a person), and how often each token occurs in the seed and outside, by fold. */
export type Counted = {
  ids: string[];
  isSeed: Uint8Array;
  fold: Uint8Array;
  /** Person i has the tokens `flat[start[i]] … flat[start[i + 1] - 1]`. */
  start: Uint32Array;
  flat: Uint16Array;
  /** Indexed `fold * tokens + token`. */
  seed: Float64Array;
  others: Float64Array;
  seedSize: number[];
  othersSize: number[];
};

/** FNV-1a over the id: which fold a person is in, and who comes first among equals. Any id, any machine, the same number. */
export function hashOf(id: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) h = Math.imul(h ^ id.charCodeAt(i), 0x01000193);
  // FNV's low bits follow the last character
  h ^= h >>> 15;
  return Math.imul(h, 0x2c1b3c6d) >>> 0;
}

/** Reads everybody once. */
export async function countTokens(pages: AsyncIterable<Person[]>, seedIds: Set<string>, words: Tokeniser): Promise<Counted> {
  const width = words.spell.length;
  const ids: string[] = [];
  const starts: number[] = [];
  const isSeed: number[] = [];
  const fold: number[] = [];
  const counted = { seed: new Float64Array(folds * width), others: new Float64Array(folds * width) };
  const sizes = { seed: new Array<number>(folds).fill(0), others: new Array<number>(folds).fill(0) };
  let flat = new Uint16Array(1 << 16);
  let used = 0;
  for await (const people of pages) {
    for (const person of people) {
      const inSeed = seedIds.has(person.id);
      const f = hashOf(person.id) % folds;
      const side = inSeed ? 'seed' : 'others';
      ids.push(person.id);
      starts.push(used);
      isSeed.push(inSeed ? 1 : 0);
      fold.push(f);
      (sizes[side][f] as number)++;
      for (const token of words.tokens(person)) {
        if (used === flat.length) {
          const larger = new Uint16Array(flat.length * 2);
          larger.set(flat);
          flat = larger;
        }
        flat[used++] = token;
        (counted[side][f * width + token] as number)++;
      }
    }
  }
  starts.push(used);
  return {
    ids,
    isSeed: Uint8Array.from(isSeed),
    fold: Uint8Array.from(fold),
    start: Uint32Array.from(starts),
    flat,
    ...counted,
    seedSize: sizes.seed,
    othersSize: sizes.others,
  };
}
