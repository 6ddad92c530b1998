import type { OutboxEvent } from '@/server/jobs/outbox';

/* Events of the ads syncs. Ids are raw uuids; `account_id` bounds what runs at once for an account. */

/** A sync was opened. `round` counts hand-overs from run to run. */
export type AdsSync = { org_id: string; ad_audience_id: string; account_id: string; sync_id: string; round: number };
/** People of an audience were touched: written by the function `ads_wake` of the database. */
export type AdsChanged = { org_id: string; ad_audience_id: string; account_id: string; due_at: string };

export const ADS_SYNC = 'ads/sync';
export const ADS_CHANGED = 'ads/changed';

/** @param again tells a sync that is driven once more (by the sweep) from the first, whose id is taken */
export const adsSync = (data: AdsSync, again = ''): OutboxEvent & { data: AdsSync } => ({
  id: `ads-sync-${data.sync_id}-${data.round}${again}`,
  name: ADS_SYNC,
  data,
});
