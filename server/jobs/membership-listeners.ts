import { onMembership as ads } from '@/server/ads/on-membership';
import { onMembership as automations } from '@/server/automations/on-membership';
import type { Listener } from '@/server/membership/on-change';

/** Who hears of changes of membership, in this order. Here and not in server/membership, whose watches these domains set. */
export const membershipListeners: readonly Listener[] = [ads, automations];
