import type { Channel } from '@/contracts/limits';
import type { Waterfall } from '@/contracts/segment';
import type { Count } from './count-matching';

/**
 * Matches → has an address → not suppressed → will receive, per channel. Addresses are unique in an organization, so nobody is a
 * duplicate.
 */
export function waterfalls(count: Pick<Count, 'count' | 'withEmail' | 'withPhone' | 'suppressed'>): Record<Channel, Waterfall> {
  const of = (has_address: number, suppressed: number): Waterfall => {
    const not_suppressed = Math.max(0, has_address - suppressed);
    return { matches: count.count, has_address, not_suppressed, will_receive: not_suppressed };
  };
  return { email: of(count.withEmail, count.suppressed.email), sms: of(count.withPhone, count.suppressed.sms) };
}
