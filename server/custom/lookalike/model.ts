import { customLimits } from '@/contracts/custom';
import { AppError } from '@/contracts/errors';
import type { Size } from '../stored';
import { type Counted, folds, hashOf } from './counts';
import type { Tokeniser } from './tokens';
import type { Vocabulary } from './vocabulary';
import { areaUnderCurve, scoreAll, weigh } from './weigh';
import { nameOf, sayToken } from './words';

/** What is kept of a model: enough to score and explain anybody in the words it was made with. */
export type Model = {
  vocabulary: Vocabulary;
  /** The moment that ages were counted from (ms). */
  now: number;
  /** By token; 0 for what says nothing. */
  weights: number[];
  seedShare: number[];
  othersShare: number[];
  seed: number;
  others: number;
  chosen: number;
  auc: number;
  error: number;
  cut: number;
  /** Scores of the others at each percent, 0–100: where a person stands. */
  percentiles: number[];
  notes: string[];
  milliseconds: number;
};

type Spelt = Tokeniser['spell'][number];

/** A model is worth its name only when it is better than this by more than its own error (95 %). */
const worthless = 0.55;

/**
 * Learns, checks itself on people it has not seen (five folds), and takes the best of the others: uuids, the highest score first; equal
 * scores in an order that is fixed but no one's choice.
 * @throws AppError 422 `seed_too_small`, `seed_is_everybody`, `seed_too_mixed`, with the reason in words
 */
export function learn(
  counted: Counted,
  words: Tokeniser,
  size: Size,
): Omit<Model, 'vocabulary' | 'now' | 'milliseconds'> & { people: string[] } {
  const seed = counted.seedSize.reduce((a, b) => a + b, 0);
  const others = counted.ids.length - seed;
  refuseSizes(seed, others);
  const byFold = Array.from({ length: folds }, (_, f) => weigh(counted, words.spell, { without: f }).weight);
  const { auc, error } = areaUnderCurve(scoreAll(counted, byFold), counted.isSeed);
  const { weight, seedShare, othersShare, defining, own } = weigh(counted, words.spell);
  const named = defining.map((field) => nameOf(field));
  if (auc - 1.96 * error < worthless) throw tooMixed(auc, error, named);
  const scores = scoreAll(counted, weight);
  const candidates: number[] = [];
  for (let i = 0; i < scores.length; i++) if (!counted.isSeed[i]) candidates.push(i);
  const tie = new Uint32Array(counted.ids.length);
  for (const i of candidates) tie[i] = hashOf(counted.ids[i] as string);
  candidates.sort((a, b) => (scores[b] as number) - (scores[a] as number) || (tie[a] as number) - (tie[b] as number));
  const wanted = 'percent' in size ? Math.max(1, Math.round((others * size.percent) / 100)) : size.contacts;
  const chosen = candidates.slice(0, wanted);
  const cut = scores[chosen.at(-1) as number] as number;
  const ranked = candidates.map((i) => scores[i] as number).reverse();
  const percentiles = Array.from(
    { length: 101 },
    (_, p) => ranked[Math.min(ranked.length - 1, Math.floor((p / 100) * ranked.length))] as number,
  );
  const notes = named.map((name) => `Left out: ${name} defines the seed, the others do not share it.`);
  for (const token of own.slice(0, 3))
    notes.push(`Hardly anybody else is like the seed in this: ${sayToken(words.spell[token] as Spelt)}. The model was judged without it.`);
  if (wanted > others) notes.push(`There are only ${others.toLocaleString('en-US')} others: all of them were taken.`);
  if (cut <= 0) notes.push('The lowest scores taken speak rather against likeness: a smaller size would be more alike.');
  const all = [...seedShare.keys()];
  return {
    people: chosen.map((i) => counted.ids[i] as string),
    weights: all.map((t) => round(weight[t] as number)),
    seedShare: all.map((t) => round(seedShare[t] as number)),
    othersShare: all.map((t) => round(othersShare[t] as number)),
    seed,
    others,
    chosen: chosen.length,
    auc: round(auc),
    error: round(error),
    cut: round(cut),
    percentiles: percentiles.map(round),
    notes,
  };
}

const round = (n: number) => Math.round(n * 1e4) / 1e4;

/** Before anybody else is read. @throws AppError 422 as `learn` */
export function refuseSizes(seed: number, others: number): void {
  if (seed < customLimits.seedMin)
    throw refusal(
      'seed_too_small',
      `The seed has ${seed} ${seed === 1 ? 'contact' : 'contacts'}: at least ${customLimits.seedMin} are needed to tell what they have in common.`,
    );
  if (others < 1) throw refusal('seed_is_everybody', 'Everybody is in the seed: there is nobody left to look like it.');
}

function tooMixed(auc: number, error: number, defining: string[]): AppError {
  const because = defining.length ? ` (${defining.join(', ')} defines the seed and cannot be used: the others do not share it)` : '';
  return refusal(
    'seed_too_mixed',
    `The seed is too mixed: on people it had not seen, the model told seed and others apart with an AUC of ${auc.toFixed(2)} ± ${(1.96 * error).toFixed(2)}, and 0.5 is chance${because}. Choose a seed whose people have more in common, or a larger one.`,
  );
}

const refusal = (code: string, message: string) =>
  new AppError('validation_failed', message, [{ path: ['lookalike', 'seed_audience_id'], code, message }]);
