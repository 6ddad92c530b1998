import { env } from '@/server/env';
import { type AdsUrls, adsUrls } from './urls';

/** What calling platforms needs beside the data: the secret that credentials are sealed with, and where the platforms are. */
export type AdsSettings = { secret: string; urls: AdsUrls };

export const adsSettings = (): AdsSettings => ({ secret: env().MUSTER_SECRET, urls: adsUrls(env()) });
