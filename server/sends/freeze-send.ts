import { sql } from 'drizzle-orm';
import { testSizeOf } from '@/contracts/subject-test';
import type { Executor } from '@/server/db/client';
import { type Freeze, freezeRecipients, type Tally } from './freeze-recipients';

/** Writes the ledger of a send and says so in its row, with what its test of subjects needs to know. */
export async function freezeSend(tx: Executor, now: Date, freeze: Freeze): Promise<Tally> {
  const counts = await freezeRecipients(tx, freeze);
  await tx.execute(
    sql`update sends set frozen_at = ${now.toISOString()}::timestamptz, total = ${counts.total} where id = ${freeze.sendId}`,
  );
  if (freeze.test) {
    const test = testSizeOf(counts.scheduled, freeze.test.percent, freeze.variants);
    const rampMs = counts.scheduled ? Math.floor((test * freeze.rampMinutes * 60_000) / counts.scheduled) : 0;
    const restAt = new Date(freeze.startsAt.getTime() + rampMs + freeze.test.waitMinutes * 60_000);
    await tx.execute(sql`
      update sends set test_size = ${test}, rest_size = ${counts.scheduled - test}, rest_at = ${restAt.toISOString()}::timestamptz
      where id = ${freeze.sendId}`);
  }
  return counts;
}
