import type { Operand } from '../ast';
import { parseDuration } from '../dates';
import { literal, plural } from './words';

/** "30 days" of "-P30D"; null for a duration of nothing. */
function span(duration: string): { text: string; past: boolean } | null {
  const m = /^([+-]?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration);
  if (!m || !parseDuration(duration)) return null;
  const units = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'];
  const parts = units.flatMap((unit, i) => (Number(m[i + 2] ?? 0) > 0 ? [plural(Number(m[i + 2]), unit)] : []));
  return parts.length === 0 ? null : { text: parts.join(' '), past: m[1] === '-' };
}

/** A date as people write it, in UTC: "25 March 2026", "25 March 2026, 09:30 UTC"; or "30 days ago". */
export function moment(operand: Operand): string {
  if (operand.kind === 'value') return literal(operand.value);
  if (operand.kind === 'now') {
    const s = span(operand.duration);
    if (!s) return 'now';
    return s.past ? `${s.text} ago` : `${s.text} from now`;
  }
  const date = new Date(operand.ms);
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  if (operand.ms % 86_400_000 === 0) return day;
  return `${day}, ${date.toISOString().slice(11, operand.ms % 60_000 === 0 ? 16 : 19)} UTC`;
}

/**
 * What a comparison with a date says, to follow a verb: "in the last 30 days", "more than 30 days ago", "on or after 25 March 2026".
 */
export function when(op: 'gt' | 'gte' | 'lt' | 'lte', operand: Operand): string {
  const s = operand.kind === 'now' ? span(operand.duration) : null;
  const after = op === 'gt' || op === 'gte';
  if (operand.kind === 'now' && s === null) return after ? 'in the future' : 'in the past';
  if (s?.past) return after ? `in the last ${s.text.replace(/^1 (?=\D+$)/, '')}` : `more than ${s.text} ago`;
  if (s) return after ? `more than ${s.text} from now` : `no later than ${s.text} from now`;
  return `${{ gt: 'after', gte: 'on or after', lt: 'before', lte: 'on or before' }[op]} ${moment(operand)}`;
}
