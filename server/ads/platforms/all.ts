import type { AdPlatform } from '@/contracts/ads';
import { facebook } from './facebook';
import { google } from './google';
import { linkedin } from './linkedin';
import type { Platform } from './platform';
import { tiktok } from './tiktok';

export const platforms: Record<AdPlatform, Platform> = { facebook, google, tiktok, linkedin };
