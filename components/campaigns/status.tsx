import type { Campaign, CampaignRun } from '@/contracts/campaign';
import { Badge, type Tone } from '../ui/badge';

export const campaignLabel: Record<Campaign['status'], string> = {
  draft: 'Draft',
  scheduled: 'Scheduled',
  running: 'Running',
  paused: 'Paused',
  finished: 'Finished',
  cancelled: 'Cancelled',
};
const campaignTone: Record<Campaign['status'], Tone> = {
  draft: 'outline',
  scheduled: 'accent',
  running: 'accent',
  paused: 'warn',
  finished: 'good',
  cancelled: 'neutral',
};

export const CampaignStatus = ({ status }: { status: Campaign['status'] }) => (
  <Badge tone={campaignTone[status]}>
    {status === 'running' && <span aria-hidden className="size-1.5 animate-pulse-soft rounded-full bg-accent" />}
    {campaignLabel[status]}
  </Badge>
);

const runLabel: Record<CampaignRun['status'], string> = {
  launching: 'Launching',
  running: 'Sending',
  finished: 'Finished',
  cancelled: 'Cancelled',
  failed: 'Failed',
  skipped: 'Skipped',
};
const runTone: Record<CampaignRun['status'], Tone> = {
  launching: 'accent',
  running: 'accent',
  finished: 'good',
  cancelled: 'neutral',
  failed: 'bad',
  skipped: 'warn',
};
/** `paused`: its campaign is, so what is under way waits. */
export const RunStatus = ({ status, paused }: { status: CampaignRun['status']; paused: boolean }) =>
  paused && (status === 'launching' || status === 'running') ? (
    <Badge tone="warn">Paused</Badge>
  ) : (
    <Badge tone={runTone[status]}>{runLabel[status]}</Badge>
  );

/** Something of it moves: worth asking again soon. */
export const isMoving = (campaign: Pick<Campaign, 'status'> | undefined) =>
  campaign?.status === 'running' || campaign?.status === 'scheduled';

/** Its audiences, message and times may still change. */
export const isEditable = ({ status, launched_at }: Pick<Campaign, 'status' | 'launched_at'>) =>
  status === 'draft' || status === 'scheduled' || (status === 'paused' && !launched_at);
