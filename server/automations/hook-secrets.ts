import { createHmac } from 'node:crypto';

/** What webhooks are signed with is derived, not stored: it changes with the automation's `hookGeneration` and with MUSTER_SECRET. */
type Of = { id: string; hookGeneration: number };
type Settings = { MUSTER_SECRET: string };

/** `in`: callers of the trigger sign with it; `out`: our calls are signed with it. `whsec_` and 32 bytes, as in Standard Webhooks. */
export function hookSecret(direction: 'in' | 'out', automation: Of, settings: Settings): string {
  const key = createHmac('sha256', settings.MUSTER_SECRET)
    .update(`automation webhook ${direction} ${automation.id} ${automation.hookGeneration}`)
    .digest('base64');
  return `whsec_${key}`;
}
