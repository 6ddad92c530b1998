import type { Figures, ReportType } from '@/contracts/report';
import { isUnknown } from '../tracking/words';

export const typeWords: Record<ReportType, string> = {
  sent: 'Sent',
  delivered: 'Delivered',
  opened: 'Opened',
  clicked: 'Clicked',
  converted: 'Converted',
  unsubscribed: 'Unsubscribed',
  bounced: 'Bounced',
  complained: 'Complained',
};

export type RateName = keyof Figures['rates'];
export const baseWords: Record<Figures['rates'][RateName]['of'], string> = {
  sent: 'of those sent',
  reached: 'of those reached (sent less bounced)',
  opened: 'of those opened',
};

/** Whether of this nothing can be known: messages were sent, and none of them is tracked for it. */
export const isNotTracked = (figures: Pick<Figures, 'counts' | 'tracked'>, type: ReportType): boolean =>
  (type === 'opened' || type === 'clicked') &&
  figures.counts[type].messages === 0 &&
  isUnknown(figures.counts.sent.messages, figures.tracked[type === 'opened' ? 'opens' : 'clicks']);

/** "24.1 %": one decimal, never 0 where there is something. */
export function formatRate(rate: number | null): string {
  if (rate === null) return '–';
  if (rate > 0 && rate < 0.001) return '< 0.1 %';
  return `${(rate * 100).toFixed(rate === 0 || rate === 1 ? 0 : 1)} %`;
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const dayAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' });

/** A UTC day as words; the first of an interval as the interval. */
export const formatUtcDay = (at: string) => dayAndYear.format(new Date(at));
export function formatStart(start: string, interval: 'day' | 'week' | 'month'): string {
  const at = new Date(start);
  return interval === 'month' ? month.format(at) : interval === 'week' ? `week of ${day.format(at)}` : day.format(at);
}

/** Where the dashboard's own download of a report is. */
export function csvHref(report: string, query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/api/internal/reports/${report}?${new URLSearchParams(given)}`;
}
