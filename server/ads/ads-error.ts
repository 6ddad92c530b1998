import { platformFacts } from '@/contracts/ad-platforms';
import type { AdErrorCode, AdPlatform } from '@/contracts/ads';

/**
 * What a platform said no with, as one of a few kinds; `message` tells an owner what to do. `detail` is the platform's own sentence.
 * Of `rate_limited` and `platform_unavailable`, `retryAt` says when it is worth trying again.
 */
export class AdsError extends Error {
  constructor(
    readonly platform: AdPlatform,
    readonly code: AdErrorCode,
    readonly detail = '',
    readonly retryAt?: Date,
  ) {
    super(sayError(platform, code, detail, retryAt));
    this.name = 'AdsError';
  }
}

/** Passes by itself: trying again later is the whole remedy. */
export const passes = (error: AdsError): boolean => error.code === 'rate_limited' || error.code === 'platform_unavailable';

/** The sentence for an owner. @param detail the platform's own words, appended in brackets */
export function sayError(platform: AdPlatform, code: AdErrorCode, detail = '', retryAt?: Date): string {
  const text = words[code](platformFacts[platform].label, retryAt);
  return detail ? `${text} (${platformFacts[platform].label}: ${detail.slice(0, 300)})` : text;
}

const words: Record<AdErrorCode, (label: string, retryAt?: Date) => string> = {
  token_expired: (p) => `${p} does not accept the token of this account, or no longer. Reconnect it with a new one.`,
  permission_missing: (p) =>
    `The token may not manage audiences of this ${p} account. Give it the permission that the connect dialog names, then reconnect.`,
  account_not_found: (p) => `${p} does not know this account id, or the token cannot see it. Check the id.`,
  audience_gone: (p) => `The audience no longer exists at ${p}. Map the audience again to make a new one.`,
  audience_blocked: (p) => `${p} has blocked this audience for breaking its rules. Appeal in its audience manager, or map a new one.`,
  terms_not_accepted: (p) => `The terms of ${p} for customer lists are not accepted yet. Accept them in its ads manager, then try again.`,
  consent_missing: (p) => `${p} took no people without a consent signal. Set the consent of this audience to “granted” if they gave it.`,
  rate_limited: (p, at) =>
    `${p} asks us to slow down${at ? ` until ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC` : ''}. We go on by ourselves.`,
  platform_unavailable: (p) => `${p} does not answer right now. We try again by ourselves.`,
  refused: (p) => `${p} refused the request.`,
  invalid_member: (p) => `${p} refused this person's data.`,
  not_confirmed: (p) => `${p} took the data but has not confirmed it.`,
  disconnected: (p) => `The ${p} account is disconnected. Connect it again to go on.`,
  audience_deleted: () => 'The audience was deleted here. Take everybody out, or remove the mapping.',
};
