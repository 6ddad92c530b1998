import * as z from 'zod';

const wish = (what: string) =>
  z
    .boolean()
    .nullable()
    .optional()
    .meta({ description: `Whether ${what} are tracked; null: not decided here. What the organization switched off stays off` });

/** Said of a template, a send, a campaign or a step: the send's own word goes before the template's, that before the organization's. */
export const trackingWish = { track_opens: wish('opens'), track_clicks: wish('clicks') };
export type TrackingWish = { track_opens?: boolean | null | undefined; track_clicks?: boolean | null | undefined };
