import type { AutomationRunWire } from '@/contracts/automation-api';
import { encodeId } from '@/contracts/ids';
import { automationRuns, automationVersions } from '@/server/db/schema/automations';
import { contacts } from '@/server/db/schema/contacts';

/** To be selected from runs, joined with their version and (left) their contact. */
export const runColumns = {
  run: automationRuns,
  version: automationVersions.version,
  name: contacts.name,
  email: contacts.email,
  phone: contacts.phone,
};
type Row = { run: typeof automationRuns.$inferSelect; version: number; name: string | null; email: string | null; phone: string | null };

/** Row → what every answer shows. */
export const toRun = ({ run, version, name, email, phone }: Row): AutomationRunWire => ({
  id: encodeId('automationRun', run.id),
  automation_id: encodeId('automation', run.automationId),
  version,
  contact_id: run.contactId && encodeId('contact', run.contactId),
  contact: run.contactId && (email ?? phone ?? name),
  status: run.status,
  reason: run.reason,
  error: run.error,
  is_test: run.isTest,
  entry: run.entry,
  step_id: run.status === 'active' ? run.stepId : null,
  due_at: run.dueAt?.toISOString() ?? null,
  parked: run.parked,
  started_at: run.startedAt.toISOString(),
  ended_at: run.endedAt?.toISOString() ?? null,
});
