import type { Json } from '@/filter/ast';
import { isObject, type JsonObject } from '../model/tree';
import type { Span } from './operators';
import { readSpan, writeSpan } from './span';

export type Times = 'atLeast' | 'atMost' | 'exactly' | 'never';
export type Since = { kind: 'ever' } | { kind: 'last'; span: Span } | { kind: 'date'; date: string };
/** A condition on behaviour. `where`: conditions on the event's properties, kept as they were written. */
type Did = { event: string; times: Times; n: number; since: Since; where: JsonObject | null };

/** Null where `$did` says more than the visual view can draw. */
export function readDid(raw: Json): Did | null {
  if (!isObject(raw)) return null;
  const { event, where = null, count = null, since = null, ...rest } = raw;
  const times = readCount(count);
  const from = readSince(since);
  if (typeof event !== 'string' || !times || !from || Object.keys(rest).length > 0 || (where !== null && !isObject(where))) return null;
  return { event, ...times, since: from, where };
}

function readCount(count: Json): { times: Times; n: number } | null {
  if (count === null) return { times: 'atLeast', n: 1 };
  if (typeof count === 'number') return count === 0 ? { times: 'never', n: 0 } : { times: 'exactly', n: count };
  const [key, ...others] = isObject(count) ? Object.keys(count) : [];
  const n = isObject(count) && key !== undefined ? count[key] : null;
  if (typeof n !== 'number' || others.length > 0) return null;
  if (key === '$gte') return { times: 'atLeast', n };
  if (key === '$lte') return { times: 'atMost', n };
  return key === '$eq' ? readCount(n) : null;
}

function readSince(since: Json): Since | null {
  if (since === null) return { kind: 'ever' };
  if (typeof since === 'string') return { kind: 'date', date: since };
  if (!isObject(since) || Object.keys(since).length !== 1 || typeof since.$now !== 'string') return null;
  const span = readSpan(since.$now);
  return span?.past ? { kind: 'last', span: { n: span.n, unit: span.unit } } : null;
}

/** The changed parts written into what was there: other members and their order stay. */
export function writeDid(before: Json | undefined, change: Partial<Did>): JsonObject {
  const raw: JsonObject = isObject(before) ? { ...before } : { event: '' };
  if (change.event !== undefined) raw.event = change.event;
  if (change.times !== undefined || change.n !== undefined) {
    const now = { ...(readDid(raw) ?? { times: 'atLeast' as const, n: 1 }), ...change };
    const n = Math.max(now.times === 'never' ? 0 : 1, now.n);
    if (now.times === 'atLeast' && n === 1) delete raw.count;
    else raw.count = now.times === 'atLeast' ? { $gte: n } : now.times === 'atMost' ? { $lte: n } : now.times === 'never' ? 0 : n;
  }
  if (change.since?.kind === 'ever') delete raw.since;
  if (change.since?.kind === 'last') raw.since = { $now: writeSpan(change.since.span, true) };
  if (change.since?.kind === 'date') raw.since = change.since.date;
  return raw;
}
