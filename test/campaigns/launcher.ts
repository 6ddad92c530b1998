import { closeRun } from '@/server/campaigns/close-run';
import { evaluateRun } from '@/server/campaigns/evaluate-run';
import { launchSlice } from '@/server/campaigns/launch-slice';
import { newRequestId, type OrgId } from '@/server/context';
import { openDatabase } from '@/server/db/client';

/* Launches one run of a campaign, as its function does, in a process that can be killed; CRASHPOINT ends it at a named place. */

const { DATABASE_URL = '', ORG_ID = '', RUN_ID = '' } = process.env;
const db = openDatabase(DATABASE_URL, { max: 3, name: 'doomed' });
const ctx = { orgId: ORG_ID as OrgId, actor: { type: 'job', id: 'launcher' } as const, now: new Date(), requestId: newRequestId() };
for (const slice of (await evaluateRun(db, ctx, RUN_ID)) ?? []) await launchSlice(db, ctx, RUN_ID, slice);
await closeRun(db, ctx, RUN_ID);
await db.$client.end();
