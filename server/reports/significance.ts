import type { MetricTest } from '@/contracts/report';

type Group = { variant: string; n: number; hits: number };

const Z95 = 1.959964;
const ALPHA = 0.05;
const FEWEST_EXPECTED = 5;

/** 95 % score interval of a proportion (E. B. Wilson, "Probable inference", JASA 22, 1927): sound for small n and shares near 0 or 1. */
export function wilson(hits: number, n: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 };
  const p = hits / n;
  const z2 = Z95 * Z95;
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z95 / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** Two-sided p of the pooled two-proportion z-test (Agresti, Categorical Data Analysis, 3rd ed., 3.2). 1 where nothing varies. */
export function twoProportionP(a: Group, b: Group): number {
  const pooled = (a.hits + b.hits) / (a.n + b.n);
  const se = Math.sqrt(pooled * (1 - pooled) * (1 / a.n + 1 / b.n));
  return se === 0 ? 1 : 2 * upperTail(Math.abs(a.hits / a.n - b.hits / b.n) / se);
}

/** P(Z > z), z ≥ 0; error below 7.5e-8 (Abramowitz and Stegun, 26.2.17). */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
}

/**
 * Says whether the best variant is better than each of the others, and only where that can be said: with fewer than five hits or misses
 * expected in a comparison the normal approximation does not hold (Cochran 1954).
 */
export function compareVariants(metric: MetricTest['metric'], groups: readonly Group[]): MetricTest {
  const intervals = groups.map(({ variant, n, hits }) => ({ variant, rate: n ? hits / n : 0, ...wilson(hits, n) }));
  const shared = { metric, intervals };
  const [best, ...others] = [...groups].sort((a, b) => share(b) - share(a));
  if (!best || !others.length || others.some((other) => !enough(best, other))) {
    return { ...shared, verdict: 'too_few', best: null, p: null, statement: `Too few ${metric} to tell the variants apart.` };
  }
  const p = Math.min(1, Math.max(...others.map((other) => twoProportionP(best, other))) * others.length);
  const words = p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
  if (p >= ALPHA) {
    const statement = `No variant stands out: differences like these also come by chance (${words}).`;
    return { ...shared, verdict: 'no_difference', best: null, p, statement };
  }
  return {
    ...shared,
    verdict: 'better',
    best: best.variant,
    p,
    statement: `${best.variant} is ${metric} more than ${list(others)} (${words}).`,
  };
}

/** Of a send that is not tracked for it: nothing is known, which is not the same as nobody. */
export const notTracked = (metric: 'opened' | 'clicked'): MetricTest => ({
  metric,
  intervals: [],
  verdict: 'not_tracked',
  best: null,
  p: null,
  statement: `Not tracked in this send: nothing can be said of what was ${metric}.`,
});

const share = (g: Group) => (g.n ? g.hits / g.n : 0);
const list = (others: readonly Group[]) => (others.length === 1 ? (others[0]?.variant ?? '') : 'each of the others');

function enough(a: Group, b: Group): boolean {
  const pooled = (a.hits + b.hits) / (a.n + b.n || 1);
  return [a.n, b.n].every((n) => n * pooled >= FEWEST_EXPECTED && n * (1 - pooled) >= FEWEST_EXPECTED);
}
