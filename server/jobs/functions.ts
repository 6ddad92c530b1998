import type { Inngest } from 'inngest';
import type { World } from '@/server/sends/world';
import { deliverBatchFunction } from './functions/deliver-batch';
import { sendStart } from './functions/send-start';
import { sweep } from './functions/sweep';

/** Every step function, for whichever executor drives them. */
export const jobFunctions = (inngest: Inngest, world: World) => [
  sendStart(inngest, world),
  deliverBatchFunction(inngest, world),
  sweep(inngest, world),
];
