import { runSync } from '@/server/ads/run-sync';
import { adsUrls } from '@/server/ads/urls';
import type { OrgId } from '@/server/context';
import { openDatabase } from '@/server/db/client';
import { readEnv } from '@/server/env';

/* A sync as a process that can be killed: CRASHPOINT ends it at a named place. Settings and task come in the environment. */

const { ADS_TEST_DATABASE = '', ADS_TEST_TASK = '', ADS_TEST_SECRET = '' } = process.env;
const task = JSON.parse(ADS_TEST_TASK) as { orgId: OrgId; syncId: string };
const db = openDatabase(ADS_TEST_DATABASE);
const world = { db, ads: { secret: ADS_TEST_SECRET, urls: adsUrls(readEnv()) }, patienceMs: 0, log: console.error };
for (;;) {
  const { next } = await runSync(world, task);
  if (next === null) break;
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, Date.parse(next) - Date.now())));
}
await db.$client.end();
