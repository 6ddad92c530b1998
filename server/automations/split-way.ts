import { createHash } from 'node:crypto';
import type { StepOf } from '@/contracts/automation';

/** The way of a contact: a stable hash of contact and step, so that it is the same at every entry and says nothing of other splits. */
export function splitWay(step: Pick<StepOf<'split'>, 'id' | 'ways'>, contactId: string): number {
  const word = createHash('sha256').update(`${contactId}:${step.id}`).digest().readUInt32BE(0);
  const at = (word / 2 ** 32) * 100;
  let sum = 0;
  for (const [i, way] of step.ways.entries()) {
    sum += way.percent;
    if (at < sum) return i;
  }
  return step.ways.findLastIndex((way) => way.percent > 0); // the sum may miss 100 by a rounding
}
