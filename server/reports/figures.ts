import { type SQL, sql } from 'drizzle-orm';
import { type Figures, type ReportType, reportTypes } from '@/contracts/report';

/** What the rates of opens and clicks are made of, over tracked messages alone. */
const trackedTypes = ['sent', 'bounced', 'opened', 'clicked'] as const;
type TrackedType = (typeof trackedTypes)[number];
export type SummedRow = Record<
  `${ReportType}_${'messages' | 'events' | 'machines'}` | `${TrackedType}_${'opens' | 'clicks'}_tracked`,
  number
>;

const sumOf = (type: ReportType, column: string, name: string) =>
  sql`coalesce(sum(t.${sql.identifier(column)}) filter (where t.type = ${sql.raw(`'${type}'`)}), 0)::int as ${sql.identifier(`${type}_${name}`)}`;

/** One row's totals as columns `opened_messages`, `opened_events`, `opened_machines` ... over rows `t` of `totals`. */
export const sums: SQL = sql.join(
  [
    ...reportTypes.flatMap((type) => [sumOf(type, 'firsts', 'messages'), sumOf(type, 'events', 'events'), sumOf(type, 'bots', 'machines')]),
    ...trackedTypes.flatMap((type) => [sumOf(type, 'opens_tracked', 'opens_tracked'), sumOf(type, 'clicks_tracked', 'clicks_tracked')]),
  ],
  sql`, `,
);

export const countsOf = (row: SummedRow | undefined): Figures['counts'] =>
  Object.fromEntries(
    reportTypes.map((type) => [
      type,
      { messages: row?.[`${type}_messages`] ?? 0, events: row?.[`${type}_events`] ?? 0, machines: row?.[`${type}_machines`] ?? 0 },
    ]),
  ) as Figures['counts'];

/** Messages sent that are tracked. */
export const trackedOf = (row: SummedRow | undefined): Figures['tracked'] => ({
  opens: row?.sent_opens_tracked ?? 0,
  clicks: row?.sent_clicks_tracked ?? 0,
});

/**
 * Counts with their rates. What was delivered or bounced is a share of what was sent; what people did, of what reached them: sent less
 * bounced, as most senders count it, because not every provider reports deliveries. Opens and clicks are shares of the messages whose
 * opens or clicks are tracked, and without any such message there is no rate. No rates by the day of the event: numerator and
 * denominator would be of different messages.
 */
export function figuresOf(row: SummedRow | undefined, basis: 'send' | 'event'): Figures {
  const counts = countsOf(row);
  const tracked = (type: TrackedType, what: 'opens' | 'clicks') => row?.[`${type}_${what}_tracked`] ?? 0;
  const share = (of: 'sent' | 'reached' | 'opened', part: number, base: number) => ({
    of,
    base,
    rate: basis === 'event' || base === 0 ? null : part / base,
  });
  const ofSent = (type: ReportType) => share('sent', counts[type].messages, counts.sent.messages);
  const ofReached = (type: ReportType) =>
    share('reached', counts[type].messages, Math.max(0, counts.sent.messages - counts.bounced.messages));
  const ofTracked = (type: TrackedType, what: 'opens' | 'clicks') =>
    share('reached', tracked(type, what), Math.max(0, tracked('sent', what) - tracked('bounced', what)));
  return {
    counts,
    tracked: trackedOf(row),
    rates: {
      delivered: ofSent('delivered'),
      bounced: ofSent('bounced'),
      opened: ofTracked('opened', 'opens'),
      clicked: ofTracked('clicked', 'clicks'),
      clicked_of_opened: share('opened', tracked('clicked', 'opens'), tracked('opened', 'clicks')),
      unsubscribed: ofReached('unsubscribed'),
      complained: ofReached('complained'),
      converted: ofReached('converted'),
    },
  };
}
