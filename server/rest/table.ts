import { adsEndpoints } from './endpoints/ads';
import { audienceEndpoints } from './endpoints/audiences';
import { automationEndpoints } from './endpoints/automations';
import { campaignEndpoints } from './endpoints/campaigns';
import { contactEndpoints } from './endpoints/contacts';
import { customEndpoints } from './endpoints/custom';
import { eventEndpoints } from './endpoints/events';
import { hookEndpoints } from './endpoints/hooks';
import { indexEndpoints } from './endpoints/indexes';
import { memberEndpoints } from './endpoints/members';
import { membershipEndpoints } from './endpoints/membership';
import { pixelEndpoints } from './endpoints/pixels';
import { recordEndpoints } from './endpoints/records';
import { reportEndpoints } from './endpoints/reports';
import { segmentEndpoints } from './endpoints/segments';
import { sendEndpoints } from './endpoints/sends';
import { suppressionEndpoints } from './endpoints/suppressions';
import { targetingEndpoints } from './endpoints/targeting';
import { templateEndpoints } from './endpoints/templates';

/** Every route of `/api/v1`, in the order of the reference page. */
export const endpoints = [
  ...adsEndpoints, // before `/audiences/:id/…`
  ...targetingEndpoints,
  ...segmentEndpoints, // first: `/audiences/segments` is no id
  ...reportEndpoints,
  ...customEndpoints, // before `/audiences/:id` too
  ...audienceEndpoints,
  ...membershipEndpoints,
  ...pixelEndpoints,
  ...memberEndpoints,
  ...contactEndpoints,
  ...templateEndpoints,
  ...sendEndpoints,
  ...campaignEndpoints,
  ...suppressionEndpoints,
  ...eventEndpoints,
  ...hookEndpoints,
  ...recordEndpoints,
  ...automationEndpoints,
  ...indexEndpoints,
];
