import type { Database } from '@/server/db/client';
import { type AdsSettings, adsSettings } from './settings';

/** What a sync needs beside the data. `patienceMs`: how long a first sync waits for its audience to be followed. */
export type AdsWorld = { db: Database; ads: AdsSettings; patienceMs?: number; log(message: string, detail?: unknown): void };

/** That of this process, by its settings. */
export const adsWorld = ({ db, log }: Pick<AdsWorld, 'db' | 'log'>): AdsWorld => ({ db, log, ads: adsSettings() });
