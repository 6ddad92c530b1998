import { platformFacts } from '@/contracts/ad-platforms';
import type { AdAccount, AdAudience, AdMemberState, AdPlatform, AdSync } from '@/contracts/ads';
import { Badge, type Tone } from '../ui/badge';

export const platformLabel = (platform: AdPlatform) => platformFacts[platform].label;

const pulse = <span aria-hidden className="size-1.5 animate-pulse-soft rounded-full bg-accent" />;

const account: Record<AdAccount['status'], [Tone, string]> = {
  connected: ['good', 'Connected'],
  needs_attention: ['bad', 'Needs attention'],
  disconnected: ['neutral', 'Disconnected'],
};
export const AccountStatus = ({ status }: { status: AdAccount['status'] }) => <Badge tone={account[status][0]}>{account[status][1]}</Badge>;

const audience: Record<AdAudience['state'], [Tone, string]> = {
  new: ['outline', 'Not applied yet'],
  syncing: ['accent', 'Syncing'],
  waiting: ['warn', 'Waiting'],
  in_sync: ['good', 'Kept in sync'],
  paused: ['warn', 'Paused'],
  needs_attention: ['bad', 'Needs attention'],
  disconnected: ['neutral', 'Disconnected'],
};
export const AudienceState = ({ state }: { state: AdAudience['state'] }) => (
  <Badge tone={audience[state][0]}>
    {state === 'syncing' && pulse}
    {audience[state][1]}
  </Badge>
);

const sync: Record<AdSync['status'], [Tone, string]> = {
  running: ['accent', 'Running'],
  waiting: ['warn', 'Waiting'],
  finished: ['good', 'Finished'],
  partial: ['warn', 'Finished with errors'],
  failed: ['bad', 'Failed'],
  cancelled: ['neutral', 'Cancelled'],
};
export const SyncStatus = ({ status }: { status: AdSync['status'] }) => (
  <Badge tone={sync[status][0]}>
    {status === 'running' && pulse}
    {sync[status][1]}
  </Badge>
);

export const syncKind: Record<AdSync['kind'], string> = { everybody: 'Everybody', changes: 'What changed', empty: 'Take everybody out' };

export const memberState: Record<AdMemberState, { label: string; tone: Tone }> = {
  to_add: { label: 'To be added', tone: 'neutral' },
  adding: { label: 'Being added', tone: 'accent' },
  synced: { label: 'On the platform', tone: 'good' },
  to_remove: { label: 'To be removed', tone: 'neutral' },
  removing: { label: 'Being removed', tone: 'accent' },
  removed: { label: 'Removed', tone: 'neutral' },
  failed: { label: 'Refused', tone: 'bad' },
  unmatched: { label: 'No match key', tone: 'warn' },
  excluded: { label: 'Left out', tone: 'warn' },
};
