import type { TrackingSettings } from '@/contracts/hooks';
import type { Channel } from '@/contracts/limits';
import type { TrackingWish } from '@/contracts/tracking';

type TrackingInputs = {
  channel: Channel;
  organization: TrackingSettings;
  /** Of the send itself: its body, its campaign, the step of its automation. */
  own: TrackingWish;
  template: TrackingWish;
};

/**
 * What a send is tracked by, decided once, when it is scheduled. Off in the organization is off, whatever else is said; else the send's
 * own word holds, else the template's, else the organization's. A text message has no picture and no links of ours.
 */
export function decideTracking({ channel, organization, own, template }: TrackingInputs): TrackingSettings {
  const email = channel === 'email';
  return {
    opens: email && organization.opens && (own.track_opens ?? template.track_opens ?? true),
    clicks: email && organization.clicks && (own.track_clicks ?? template.track_clicks ?? true),
  };
}

/** What was asked for and is not done, because the organization has it off. */
export function refusedTracking({ organization, own }: TrackingInputs): { code: string; message: string }[] {
  const refused = [
    ...(own.track_opens && !organization.opens ? ['opens'] : []),
    ...(own.track_clicks && !organization.clicks ? ['clicks'] : []),
  ];
  return refused.map((what) => ({ code: 'not_tracked', message: `${what} are not tracked: the organization has that switched off` }));
}
