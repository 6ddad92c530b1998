import { positionOf, runStep } from '@/server/automations/run-step';
import type { OrgId } from '@/server/context';
import { closeWorld, faultWorld } from '../faults/world';

/* Drives one run as the step function does, in a process that CRASHPOINT kills at a named place. */

const { DATABASE_URL = '', ORG = '', RUN = '' } = process.env;
const world = faultWorld(DATABASE_URL, 'smtp://127.0.0.1:9', 'http://127.0.0.1:9', 'doomed');
const ref = { orgId: ORG as OrgId, runId: RUN, epoch: 0 };
let at = await positionOf(world, ref);
while (at && !at.until) at = await runStep(world, ref, at);
await closeWorld(world);
