import type { Span, Unit } from './operators';

const letters: [Unit, RegExp, (n: number) => string][] = [
  ['minutes', /^PT(\d+)M$/, (n) => `PT${n}M`],
  ['hours', /^PT(\d+)H$/, (n) => `PT${n}H`],
  ['days', /^P(\d+)D$/, (n) => `P${n}D`],
  ['weeks', /^P(\d+)W$/, (n) => `P${n}W`],
  ['months', /^P(\d+)M$/, (n) => `P${n}M`],
  ['years', /^P(\d+)Y$/, (n) => `P${n}Y`],
];

/** "-P30D" → 30 days, past. Null for durations of several units, or of nothing. */
export function readSpan(duration: string): (Span & { past: boolean }) | null {
  const past = duration.startsWith('-');
  const bare = duration.replace(/^[+-]/, '');
  for (const [unit, pattern] of letters) {
    const n = Number(pattern.exec(bare)?.[1] ?? 0);
    if (n > 0) return { n, unit, past };
  }
  return null;
}

export const writeSpan = ({ n, unit }: Span, past: boolean): string =>
  (past ? '-' : '') + (letters.find(([name]) => name === unit) as (typeof letters)[number])[2](n);
