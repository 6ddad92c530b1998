import type { EventMatch } from '@/contracts/automation';
import { invalid } from '@/contracts/errors';
import type { Json, Where } from '@/filter/ast';
import { contactCatalogue } from '@/filter/catalogue';
import { matches } from '@/filter/match';
import { parseFilter } from '@/filter/parse';
import type { RecordedContactEvent } from './on-contact-events';

/** An event pattern is a `$did` of the filter language: the same names, the same operators on properties. */
export const parseEventMatch = ({ event, where }: EventMatch) =>
  parseFilter({ datatype: 'contact', where: { $did: where ? { event, where } : { event } } }, () => contactCatalogue);

const parsed = new WeakMap<EventMatch, Where>();

/** Whether this event is of the name and has the properties that are asked for. @throws AppError validation_failed for a condition that cannot be read */
export function eventMatches(match: EventMatch, event: Pick<RecordedContactEvent, 'name' | 'properties' | 'occurredAt'>): boolean {
  if (event.name !== match.event) return false;
  if (!match.where) return true;
  let where = parsed.get(match);
  if (!where) {
    const result = parseEventMatch(match);
    if (!result.ok) throw invalid(['where'], 'unreadable', result.issues[0]?.message ?? `the condition on ${match.event} cannot be read`);
    where = result.ast.where;
    parsed.set(match, where);
  }
  const seen = [{ name: event.name, properties: event.properties as Json, occurredAt: event.occurredAt }];
  return matches(where, {}, { now: new Date(), events: () => seen });
}
