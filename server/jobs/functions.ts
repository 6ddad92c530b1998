import type { Inngest } from 'inngest';
import type { World } from '@/server/sends/world';
import { accountMail } from './functions/account-mail';
import { adsSweep } from './functions/ads-sweep';
import { adsSyncFunction } from './functions/ads-sync';
import { automationClock } from './functions/automation-clock';
import { campaignClock } from './functions/campaign-clock';
import { campaignRunFunction } from './functions/campaign-run';
import { closeCancelledFunction } from './functions/close-cancelled';
import { customNightly } from './functions/custom-nightly';
import { deliverBatchFunction } from './functions/deliver-batch';
import { filterIndexFunction, filterIndexNightly } from './functions/filter-indexes';
import { invitationMail } from './functions/invitation-mail';
import { runAutomation } from './functions/run-automation';
import { sendStart } from './functions/send-start';
import { sweep } from './functions/sweep';

/** Every step function, for whichever executor drives them. */
export const jobFunctions = (inngest: Inngest, world: World) => [
  sendStart(inngest, world),
  deliverBatchFunction(inngest, world),
  closeCancelledFunction(inngest, world),
  campaignClock(inngest, world),
  campaignRunFunction(inngest, world),
  customNightly(inngest, world),
  sweep(inngest, world),
  filterIndexFunction(inngest, world),
  filterIndexNightly(inngest, world),
  runAutomation(inngest, world),
  automationClock(inngest, world),
  adsSyncFunction(inngest, world),
  adsSweep(inngest, world),
  invitationMail(inngest, world),
  accountMail(inngest, world),
];
