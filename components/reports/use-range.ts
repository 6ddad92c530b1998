'use client';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { reportBases, type reportIntervals } from '@/contracts/report';

export const presets = { '7': '7 days', '30': '30 days', '90': '90 days', '365': '12 months' } as const;
export type Preset = keyof typeof presets;
const DAY_MS = 86_400_000;
const MOST_MS = 1_000 * DAY_MS;
const utcDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);

const params = {
  last: parseAsStringLiteral(Object.keys(presets) as Preset[]),
  from: parseAsString,
  to: parseAsString,
  basis: parseAsStringLiteral(reportBases).withDefault('send'),
};

const isDay = (text: string | null): text is string => !!text && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
const lengthOf = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;

/**
 * The days that a report is of, kept in the URL: the last so many, or from one day to another (UTC, both included). Without a choice:
 * thirty, or all since `since`.
 */
export function useRange(since?: string) {
  const [state, set] = useQueryStates(params);
  const own = isDay(state.from) && isDay(state.to) && state.from <= state.to;
  const to = own ? (state.to ?? '') : utcDay(Date.now());
  const preset = state.last ?? (since ? null : '30');
  const first = preset ? Date.parse(to) - (Number(preset) - 1) * DAY_MS : Math.max(Date.parse(since ?? to), Date.now() - MOST_MS);
  const from = own ? (state.from ?? '') : utcDay(Math.min(first, Date.parse(to)));
  const days = lengthOf(from, to);
  const interval: (typeof reportIntervals)[number] = days > 400 ? 'month' : days > 95 ? 'week' : 'day';
  return { from, to, days, interval, own, preset, basis: state.basis, set };
}
export type Range = ReturnType<typeof useRange>;
