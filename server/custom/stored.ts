import type { MatchResult } from '@/contracts/custom';
import type { AudienceRow } from '@/server/audiences/find-audience';
import type { Model } from './lookalike/model';

/** What `audiences.custom` holds. Ids are raw uuids here. */
export type Stored = {
  refreshed_at?: string;
  /** Why the last refresh that nobody was waiting for failed. */
  problem?: string | null;
  match?: MatchResult;
  external_id?: string;
  lookalike?: { seed_audience_id: string; size: Size; ignore: string[] };
  model?: Model;
  pixel?: {
    pixel_id?: string | undefined;
    event: string;
    path?: { match: 'is' | 'starts_with' | 'contains'; value: string } | undefined;
    within_days: number;
    times: number;
  };
};
export type Size = { percent: number } | { contacts: number };

export const storedOf = (row: Pick<AudienceRow, 'custom'>): Stored => (row.custom ?? {}) as Stored;
