import { type SQL, sql } from 'drizzle-orm';
import { type Figures, type ReportType, reportTypes } from '@/contracts/report';

export type SummedRow = Record<`${ReportType}_${'messages' | 'events' | 'machines'}`, number>;

/** One row's totals as columns `opened_messages`, `opened_events`, `opened_machines` ... over rows `t` of `totals`. */
export const sums: SQL = sql.join(
  reportTypes.flatMap((type) =>
    (
      [
        ['messages', 'firsts'],
        ['events', 'events'],
        ['machines', 'bots'],
      ] as const
    ).map(
      ([name, column]) =>
        sql`coalesce(sum(t.${sql.identifier(column)}) filter (where t.type = ${sql.raw(`'${type}'`)}), 0)::int as ${sql.identifier(`${type}_${name}`)}`,
    ),
  ),
  sql`, `,
);

export const countsOf = (row: SummedRow | undefined): Figures['counts'] =>
  Object.fromEntries(
    reportTypes.map((type) => [
      type,
      { messages: row?.[`${type}_messages`] ?? 0, events: row?.[`${type}_events`] ?? 0, machines: row?.[`${type}_machines`] ?? 0 },
    ]),
  ) as Figures['counts'];

/**
 * Counts with their rates. What was delivered or bounced is a share of what was sent; what people did, of what reached them: sent less
 * bounced, as most senders count it, because not every provider reports deliveries. No rates by the day of the event: numerator and
 * denominator would be of different messages.
 */
export function figuresOf(row: SummedRow | undefined, basis: 'send' | 'event'): Figures {
  const counts = countsOf(row);
  const bases = {
    sent: counts.sent.messages,
    reached: Math.max(0, counts.sent.messages - counts.bounced.messages),
    opened: counts.opened.messages,
  };
  const rate = (type: ReportType, of: keyof typeof bases) => ({
    of,
    base: bases[of],
    rate: basis === 'event' || bases[of] === 0 ? null : counts[type].messages / bases[of],
  });
  return {
    counts,
    rates: {
      delivered: rate('delivered', 'sent'),
      bounced: rate('bounced', 'sent'),
      opened: rate('opened', 'reached'),
      clicked: rate('clicked', 'reached'),
      clicked_of_opened: rate('clicked', 'opened'),
      unsubscribed: rate('unsubscribed', 'reached'),
      complained: rate('complained', 'reached'),
      converted: rate('converted', 'reached'),
    },
  };
}
