import { newRequestId, type OrgId } from '@/server/context';
import { openDatabase } from '@/server/db/client';
import { decideWhenDue } from '@/server/subject-tests/decide-when-due';

/* Decides one test of subjects in a process that can be killed; CRASHPOINT ends it at a named place. */

const { DATABASE_URL = '', ORG_ID = '', TEST_ID = '' } = process.env;
const db = openDatabase(DATABASE_URL, { max: 3, name: 'doomed' });
const ctx = { orgId: ORG_ID as OrgId, actor: { type: 'job', id: 'decider' } as const, now: new Date(), requestId: newRequestId() };
await decideWhenDue(db, ctx, TEST_ID);
await db.$client.end();
