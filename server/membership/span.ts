import { addDuration } from '@/filter/dates';

/** From one moment to another, both included. */
export type Span = { from: Date; to: Date };

const dayMs = 86_400_000;

/**
 * The lowest and the highest instant, in epoch milliseconds, that `now + duration` takes while now runs through the span. Inside a UTC day
 * it runs along with the clock; at midnight a duration of months may jump, also back (one month before 30 March and before 31 March are
 * the same day), so both sides of each midnight are looked at.
 */
export function reached({ from, to }: Span, duration: string): { low: number; high: number } {
  const moments = [from.getTime(), to.getTime()];
  for (let midnight = Math.floor(from.getTime() / dayMs) * dayMs + dayMs; midnight <= to.getTime(); midnight += dayMs)
    moments.push(midnight - 1, midnight);
  const instants = moments.map((ms) => addDuration(new Date(ms), duration));
  return { low: Math.min(...instants), high: Math.max(...instants) };
}

/** The span in `n` parts of equal length. */
export function parts({ from, to }: Span, n: number): Span[] {
  const edge = (i: number) => new Date(from.getTime() + Math.round(((to.getTime() - from.getTime()) * i) / n));
  return Array.from({ length: n }, (_, i) => ({ from: edge(i), to: edge(i + 1) }));
}

export const lengthOf = ({ from, to }: Span): number => to.getTime() - from.getTime();
