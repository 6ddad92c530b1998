import type { OutboxEvent } from './outbox';

/* Every event of the step functions: its name, its data, and the id that makes it start one run only. Ids are raw uuids. */

/** A send exists. `wake_at`: when its function begins work (ISO): a little before the start, or at the start when it must freeze members. */
export type SendScheduled = { org_id: string; send_id: string; wake_at: string; resumes?: number };
/**
 * Places `first`–`last` (inclusive) of a send's ramp are to be delivered, the first of them at `due_at`. `round` counts hand-overs from
 * run to run; `resumes` is the send's: what was set going before a pause ends when it wakes.
 */
export type SendBatch = { org_id: string; send_id: string; first: number; last: number; due_at: string; round: number; resumes?: number };
export type SendCancelled = { org_id: string; send_id: string };

/** The clock of a campaign: its next occurrence is at `wake_at` (ISO, or earlier when that is far off). A clock of an older revision is void. */
export type CampaignArmed = { org_id: string; campaign_id: string; revision: number; wake_at: string };
/** A run of a campaign is to be launched; `attempt` counts how often that was begun. */
export type CampaignRun = { org_id: string; run_id: string; attempt: number };

export const CAMPAIGN_ARMED = 'campaign/armed';
export const CAMPAIGN_CHANGED = 'campaign/changed';
export const CAMPAIGN_RUN = 'campaign/run';

/** @param again tells a clock that is set once more (by the sweep, or for the rest of a long wait) from the first */
export const campaignArmed = (data: CampaignArmed, again = ''): OutboxEvent & { data: CampaignArmed } => ({
  id: `campaign-${data.campaign_id}-${data.revision}${again}`,
  name: CAMPAIGN_ARMED,
  data,
});
/** Ends the clocks of older revisions. */
export const campaignChanged = (data: { org_id: string; campaign_id: string; revision: number }): OutboxEvent => ({
  id: `campaign-changed-${data.campaign_id}-${data.revision}`,
  name: CAMPAIGN_CHANGED,
  data,
});
export const campaignRun = (data: CampaignRun, again = ''): OutboxEvent & { data: CampaignRun } => ({
  id: `campaign-run-${data.run_id}-${data.attempt}${again}`,
  name: CAMPAIGN_RUN,
  data,
});

export const SEND_SCHEDULED = 'send/scheduled';
export const SEND_BATCH = 'send/batch';
export const SEND_CANCELLED = 'send/cancelled';

export const sendScheduled = (data: SendScheduled): OutboxEvent & { data: SendScheduled } => ({
  id: `send-${data.send_id}${data.resumes ? `-r${data.resumes}` : ''}`,
  name: SEND_SCHEDULED,
  data,
});
/** @param again tells a batch that is started once more (by the sweep) from the first, whose id is taken */
export const sendBatch = (data: SendBatch, again = ''): OutboxEvent & { data: SendBatch } => ({
  id: `batch-${data.send_id}-${data.resumes ? `r${data.resumes}-` : ''}${data.first}-${data.round}${again}`,
  name: SEND_BATCH,
  data,
});
export const sendCancelled = (data: SendCancelled): OutboxEvent & { data: SendCancelled } => ({
  id: `cancel-${data.send_id}`,
  name: SEND_CANCELLED,
  data,
});

/** A contact's run of an automation is to be driven on. A driver whose `epoch` is not the run's any more stops. */
export type AutomationRun = { org_id: string; run_id: string; epoch: number };
export const AUTOMATION_RUN = 'automation/run';

/** @param again tells a driver that is sent once more (by the sweep) from the first, whose id is taken */
export const automationRun = (data: AutomationRun, again = ''): OutboxEvent & { data: AutomationRun } => ({
  id: `automation-run-${data.run_id}-${data.epoch}${again}`,
  name: AUTOMATION_RUN,
  data,
});

/** An index on contacts is to be built or dropped. `asked`: the request, so that asking again is another event. */
export type IndexWanted = { org_id: string; index_id: string; wanted: 'built' | 'gone' };
export const INDEX_WANTED = 'filter/index.wanted';
export const indexWanted = (data: IndexWanted, asked: string): OutboxEvent & { data: IndexWanted } => ({
  id: `index-${data.index_id}-${data.wanted}-${asked}`,
  name: INDEX_WANTED,
  data,
});

/** An invitation waits for its mail. */
export type InvitationMade = { org_id: string; invitation_id: string };
export const INVITATION_MADE = 'member/invited';
export const invitationMade = (data: InvitationMade): OutboxEvent & { data: InvitationMade } => ({
  id: `invitation-${data.invitation_id}`,
  name: INVITATION_MADE,
  data,
});

/** A mail about an account waits: `mail_id` is its row in `verifications`. */
export type AccountMail = { mail_id: string };
export const ACCOUNT_MAIL = 'account/mail';
export const accountMail = (data: AccountMail): OutboxEvent & { data: AccountMail } => ({
  id: `account-mail-${data.mail_id}`,
  name: ACCOUNT_MAIL,
  data,
});
