import type { Outcome, OutgoingEmail, OutgoingSms } from '@/server/channels/channel';
import { beginSending, type Leaving } from './begin-sending';
import { renewLease } from './claim-messages';
import { composeMessage } from './compose-message';
import { crashpoint } from './crashpoint';
import { LEASE_MS } from './delivery-limits';
import type { OpenSend } from './open-send';
import { type Result, recordOutcomes, resultOf } from './record-outcomes';
import { recordWithBounces } from './record-with-bounces';
import { retryTransient } from './retry-transient';
import type { World } from './world';

/** The steps that change the ledger, apart so that the fault harness can break each and must notice. */
export const ledgerSteps = { beginSending, recordOutcomes };
export type LedgerSteps = typeof ledgerSteps;

/** Takes claimed messages through `sending` to their outcome: at most one call of the provider for each. Answers how many left. */
export async function deliverChunk(
  world: World,
  send: OpenSend,
  ids: readonly string[],
  fence: string,
  steps = ledgerSteps,
): Promise<number> {
  const sql = world.db.$client;
  const deliver = delivery(world, send);
  const begun = performance.now();
  const people = await steps.beginSending(sql, ids, fence);
  crashpoint('sending.after');
  if (!people.length) return 0;
  const beat = setInterval(() => void renewLease(sql, ids, fence).catch((e) => world.log('a lease could not be renewed', e)), LEASE_MS / 3);
  try {
    const results = await Promise.all(
      people.map(async (person): Promise<Result> => {
        const message = compose(world, send, person);
        if ('refused' in message) return message.refused;
        // Stopped for longer than the lease (a suspended machine): somebody else decides about it now.
        if (performance.now() - begun > LEASE_MS)
          return resultOf(person, { kind: 'ambiguous', message: 'the worker slept through its lease' }, false);
        crashpoint('deliver.before');
        const outcome = await deliver.call(message).catch((error: Error): Outcome => ({ kind: 'ambiguous', message: error.message }));
        crashpoint('deliver.after');
        return resultOf(person, outcome, deliver.keyed);
      }),
    );
    crashpoint('record.before');
    const bounced = new Map(people.map((p) => [p.id, p.address]));
    await retryTransient(() =>
      results.some((r) => r.hard_bounce)
        ? recordWithBounces(world, send, results, bounced, fence, steps.recordOutcomes)
        : steps.recordOutcomes(world.db, results, fence),
    );
    crashpoint('record.after');
    return people.length;
  } finally {
    clearInterval(beat);
  }
}

/** A message that cannot be made (a value that explodes the template) fails alone. */
function compose(world: World, send: OpenSend, person: Leaving): OutgoingEmail | OutgoingSms | { refused: Result } {
  try {
    return composeMessage(send, person, world.settings);
  } catch (error) {
    const { message } = error as Error;
    return { refused: resultOf(person, { kind: 'rejected', permanent: true, code: 'template', message, hardBounce: false }, false) };
  }
}

function delivery(world: World, send: OpenSend) {
  const channel = send.channel === 'email' ? world.channels.email() : world.channels.sms();
  return {
    keyed: channel.dedupe === 'key',
    call: async (message: OutgoingEmail | OutgoingSms) => channel.deliver(message as OutgoingEmail & OutgoingSms),
  };
}
