import { and, eq } from 'drizzle-orm';
import * as z from 'zod';
import { normaliseEmail, normalisePhone } from '@/contracts/address';
import { AppError, invalid, notFound } from '@/contracts/errors';
import { encodeId, idSchema } from '@/contracts/ids';
import { issuesOf } from '@/contracts/issues';
import { metadataIssues } from '@/contracts/metadata';
import { openAutomationHook } from '@/server/auth/automation-hook';
import { standardWebhook } from '@/server/channels/webhook-signature';
import type { Ctx } from '@/server/context';
import type { Database } from '@/server/db/client';
import { transact } from '@/server/db/retry';
import { contacts } from '@/server/db/schema/contacts';
import { currentVersion } from './find-automation';
import { hookSecret } from './hook-secrets';
import { startRuns } from './start-runs';

const hookBody = z.strictObject({
  contact: z.union([
    z.strictObject({ id: idSchema('contact') }),
    z.strictObject({ email: z.string().max(400) }),
    z.strictObject({ phone: z.string().max(100) }),
  ]),
  data: z.record(z.string(), z.unknown()).default({}),
});
type HookAnswer = { started: boolean; run_id: string | null };

/**
 * Takes a call of an automation's incoming webhook, signed as Standard Webhooks say. The same `webhook-id` starts one run however often
 * it comes. `started` is false when the automation is not active, or its rules do not let the contact in.
 * @param call.json reads the body, once it is known to be signed
 * @throws AppError not_found (token, or it has another trigger), unauthenticated (signature), validation_failed (body, unknown contact)
 */
export async function receiveHook(
  db: Database,
  call: { token: string; headers: Headers; body: string; json: () => unknown },
  settings: { MUSTER_SECRET: string },
): Promise<HookAnswer> {
  const hook = await openAutomationHook(db, call.token);
  if (!hook) throw notFound('webhook');
  const { automation } = hook;
  const signed = standardWebhook(call.headers, call.body, hookSecret('in', automation, settings), hook.ctx.now);
  if (signed.problem !== undefined) throw new AppError('unauthenticated', signed.problem);
  const input = parse(call.json());
  return transact(db, async (tx) => {
    const ctx: Ctx = { ...hook.ctx, db: tx };
    const contactId = await findContact(ctx, input.contact);
    if (automation.status !== 'active') return { started: false, run_id: null };
    const version = await currentVersion(ctx, automation);
    const key = `webhook:${signed.id}`;
    const [run] = await startRuns(ctx, version, [{ contactId, key, trigger: { type: 'webhook', data: input.data }, chain: 0 }]);
    return { started: run?.status === 'active', run_id: run ? encodeId('automationRun', run.id) : null };
  });
}

function parse(json: unknown): z.infer<typeof hookBody> {
  const parsed = hookBody.safeParse(json);
  if (!parsed.success) throw new AppError('validation_failed', 'The body is not {"contact": …, "data": …}', issuesOf(parsed.error));
  const [issue] = metadataIssues(parsed.data.data);
  if (issue) throw new AppError('validation_failed', issue.message, [{ ...issue, path: ['data', ...issue.path] }]);
  return parsed.data;
}

async function findContact(ctx: Ctx, given: z.infer<typeof hookBody>['contact']): Promise<string> {
  const [field, is] =
    'id' in given
      ? ['id', eq(contacts.id, given.id)]
      : 'email' in given
        ? ['email', eq(contacts.email, normaliseEmail(given.email).ok ?? '')]
        : ['phone', eq(contacts.phone, normalisePhone(given.phone).ok ?? '')];
  const [row] = await ctx.db
    .select({ id: contacts.id })
    .from(contacts)
    .where(and(eq(contacts.orgId, ctx.orgId), is));
  if (!row) throw invalid(['contact', field], 'unknown_contact', 'no contact has it; create the contact first');
  return row.id;
}
