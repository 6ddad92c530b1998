import { and, eq } from 'drizzle-orm';
import type { TrackingSettings } from '@/contracts/hooks';
import { encodeId } from '@/contracts/ids';
import type { OrgId } from '@/server/context';
import type { Database } from '@/server/db/client';
import { organization } from '@/server/db/schema/auth';
import { sends, templateVersions } from '@/server/db/schema/sends';
import { type CompiledTemplate, compile } from '@/server/templates/interpolate';

/** What all messages of a send share, with its templates prepared. Nothing in it changes once the send exists. */
export type OpenSend = {
  id: string;
  orgId: OrgId;
  channel: 'email' | 'sms';
  from: string;
  variables: Record<string, unknown>;
  organization: { name: string; postalAddress: string };
  list: { id: string; name: string } | undefined;
  tracking: TrackingSettings;
  subjects: CompiledTemplate[];
  html: CompiledTemplate;
  text: CompiledTemplate;
};

const KEPT = 50;
const opened = new WeakMap<Database, Map<string, OpenSend>>();

/** Loads and prepares a send; the last few are kept. Null when there is no such send in the organization (any more). */
export async function openSend(db: Database, orgId: OrgId, sendId: string): Promise<OpenSend | null> {
  const kept = opened.get(db) ?? new Map<string, OpenSend>();
  opened.set(db, kept);
  const known = kept.get(sendId);
  if (known?.orgId === orgId) return known;
  const [row] = await db
    .select({
      send: sends,
      version: templateVersions,
      name: organization.name,
      postalAddress: organization.postalAddress,
    })
    .from(sends)
    .innerJoin(templateVersions, and(eq(templateVersions.orgId, sends.orgId), eq(templateVersions.id, sends.templateVersionId)))
    .innerJoin(organization, eq(organization.id, sends.orgId))
    .where(and(eq(sends.orgId, orgId), eq(sends.id, sendId)));
  if (!row) return null;
  const { send, version, name, postalAddress } = row;
  const subjects = send.subjectVariants.length ? send.subjectVariants : [version.subject];
  const prepared: OpenSend = {
    id: send.id,
    orgId,
    channel: send.channel,
    from: send.fromAddress,
    variables: send.variables,
    organization: { name, postalAddress },
    list: send.audienceId ? { id: encodeId('audience', send.audienceId), name: send.audienceName } : undefined,
    tracking: { opens: send.trackOpens, clicks: send.trackClicks },
    subjects: subjects.map(compile),
    html: compile(version.html),
    text: compile(send.channel === 'sms' ? version.sms : version.text),
  };
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value as string);
  kept.set(sendId, prepared);
  return prepared;
}
