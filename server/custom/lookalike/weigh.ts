import { type Counted, folds } from './counts';
import type { Tokeniser } from './tokens';

/** Prior strength: as if so many people of the whole list had been seen in each group before. */
const prior = 10;
/** Below this many standard errors a weight is noise, and 0. */
const significant = 1.96;
const largest = 3;
/** A field of which seed and others share less than this defines the seed: among the others it says nothing. */
const shared = 0.02;

type Weights = {
  /** Of a token: added to the score of whoever has it. For tags, of having it against not having it. */
  weight: Float64Array;
  seedShare: Float64Array;
  othersShare: Float64Array;
  /** Fields left out because they define the seed. */
  defining: string[];
  /** Tokens that (nearly) only the seed has. */
  own: number[];
};

/**
 * Weights of a naive Bayes classifier of seed against others: for each value of a field ln P(value | seed) − ln P(value | others), with an
 * informative Dirichlet prior and its standard error after Monroe, Colaresi and Quinn, “Fightin’ Words” (Political Analysis 16, 2008,
 * eq. 15–22); Good’s “weight of evidence”. What is not significant weighs nothing; none weighs more than 3 (a factor of 20). That the
 * others hold unknown look-alikes changes the scale of the scores, not their order (Elkan and Noto, KDD 2008).
 * @param judging for cross-validation: the fold to leave out; and what (nearly) nobody outside the seed has counts for nothing, the other values
 * of its field among those without it: it tells the seed from the others, but not one of the others from another
 */
export function weigh(counted: Counted, spell: Tokeniser['spell'], judging?: { without: number }): Weights {
  const without = judging?.without;
  const width = spell.length;
  const sum = (counts: Float64Array, token: number) => {
    let n = 0;
    for (let f = 0; f < folds; f++) if (f !== without) n += counts[f * width + token] as number;
    return n;
  };
  const total = (sizes: number[]) => sizes.reduce((n, size, f) => (f === without ? n : n + size), 0);
  const S = total(counted.seedSize);
  const O = total(counted.othersSize);
  const weight = new Float64Array(width);
  const seedShare = new Float64Array(width);
  const othersShare = new Float64Array(width);
  const overlap = new Map<string, number>();
  const own = new Map<string, { s: number; o: number }>();
  for (const [token, { field }] of spell.entries()) {
    const [s, o] = [sum(counted.seed, token), sum(counted.others, token)];
    seedShare[token] = S ? s / S : 0;
    othersShare[token] = O ? o / O : 0;
    const before = own.get(field) ?? { s: 0, o: 0 };
    if (isOwn(seedShare[token] as number, othersShare[token] as number)) own.set(field, { s: before.s + s, o: before.o + o });
  }
  const ownTokens: number[] = [];
  for (const [token, { field }] of spell.entries()) {
    const [s, o] = [sum(counted.seed, token), sum(counted.others, token)];
    const tag = field.startsWith('tags: ');
    const apart = isOwn(seedShare[token] as number, othersShare[token] as number);
    if (apart) ownTokens.push(token);
    const less = judging && !tag ? own.get(field) : undefined;
    const [inS, inO] = [S - (less?.s ?? 0), O - (less?.o ?? 0)];
    weight[token] = tag ? logRatio(s, S, o, O) - logRatio(S - s, S, O - o, O) : logRatio(s, inS, o, inO);
    if ((judging && apart) || noise(weight[token] as number, s, inS, o, inO, tag)) weight[token] = 0;
    const both = Math.min(seedShare[token] as number, othersShare[token] as number);
    const neither = tag ? Math.min(1 - (seedShare[token] as number), 1 - (othersShare[token] as number)) : 0;
    overlap.set(field, (overlap.get(field) ?? 0) + both + neither);
  }
  const defining = [...overlap].filter(([, both]) => both < shared).map(([field]) => field);
  for (const [token, { field }] of spell.entries()) {
    const w = defining.includes(field) ? 0 : (weight[token] as number);
    weight[token] = Math.max(-largest, Math.min(largest, w));
  }
  return { weight, seedShare, othersShare, defining, own: ownTokens.filter((t) => !defining.includes(spell[t]?.field ?? '')) };
}

/** Of a twentieth of the seed at least, and at most of one in 200 others, twenty times rarer there. */
const isOwn = (seed: number, others: number) => seed >= 0.05 && others < 0.005 && seed >= 20 * others;

function logRatio(s: number, S: number, o: number, O: number): number {
  const p = (s + o) / (S + O);
  return p === 0 ? 0 : Math.log((s + prior * p) / (S + prior)) - Math.log((o + prior * p) / (O + prior));
}

function noise(w: number, s: number, S: number, o: number, O: number, tag: boolean): boolean {
  const p = (s + o) / (S + O);
  if (p === 0 || p === 1) return true;
  const q = prior * p;
  let variance = 1 / (s + q) + 1 / (o + q);
  if (tag) variance += 1 / (S - s + prior - q) + 1 / (O - o + prior - q);
  return Math.abs(w) < significant * Math.sqrt(variance);
}

/** The score of each person: the sum of their tokens' weights; with several sets of weights, the one of their fold. */
export function scoreAll(counted: Counted, weights: Float64Array | Float64Array[]): Float64Array {
  const scores = new Float64Array(counted.ids.length);
  for (let i = 0; i < scores.length; i++) {
    const own = Array.isArray(weights) ? (weights[counted.fold[i] as number] as Float64Array) : weights;
    let score = 0;
    for (let at = counted.start[i] as number; at < (counted.start[i + 1] as number); at++)
      score += own[counted.flat[at] as number] as number;
    scores[i] = score;
  }
  return scores;
}

/**
 * Area under the ROC curve: how often a member of the seed scores above somebody else, ties half (Mann–Whitney), and its standard error
 * (Hanley and McNeil, Radiology 143, 1982).
 */
export function areaUnderCurve(scores: Float64Array, isSeed: Uint8Array): { auc: number; error: number } {
  const order = new Uint32Array(scores.length).map((_, i) => i).sort((a, b) => (scores[a] as number) - (scores[b] as number));
  let ranks = 0;
  let n = 0;
  for (let i = 0; i < order.length; ) {
    let j = i;
    while (j < order.length && scores[order[j] as number] === scores[order[i] as number]) j++;
    for (let k = i; k < j; k++) {
      if (!isSeed[order[k] as number]) continue;
      n++;
      ranks += (i + 1 + j) / 2;
    }
    i = j;
  }
  const m = order.length - n;
  if (!n || !m) return { auc: 0.5, error: 0.5 };
  const auc = (ranks - (n * (n + 1)) / 2) / (n * m);
  const q1 = auc / (2 - auc);
  const q2 = (2 * auc * auc) / (1 + auc);
  const variance = (auc * (1 - auc) + (n - 1) * (q1 - auc * auc) + (m - 1) * (q2 - auc * auc)) / (n * m);
  return { auc, error: Math.sqrt(Math.max(variance, 0)) };
}
