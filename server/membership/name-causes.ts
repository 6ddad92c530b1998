import { sql } from 'drizzle-orm';
import { encodeId, type IdKind } from '@/contracts/ids';
import type { Cause } from '@/contracts/membership';
import type { Ctx } from '@/server/context';

/** Where the name of what a cause names is read; the id is a uuid of that kind. */
const named: Record<string, { kind: IdKind; from: ReturnType<typeof sql> }> = {
  import: { kind: 'import', from: sql`select i.id, i.org_id, a.name from imports i join audiences a on a.id = i.audience_id` },
  api_key: { kind: 'apiKey', from: sql`select id, org_id, name from api_keys` },
  send: { kind: 'send', from: sql`select s.id, s.org_id, a.name from sends s join audiences a on a.id = s.audience_id` },
  definition: { kind: 'audience', from: sql`select id, org_id, name from audiences` },
  custom: { kind: 'audience', from: sql`select id, org_id, name from audiences` },
  user: { kind: 'user', from: sql`select u.id, m.org_id, u.name from users u join organization_members m on m.user_id = u.id` },
  automation_run: {
    kind: 'automationRun',
    from: sql`select r.id, r.org_id, a.name from automation_runs r join automations a on a.id = r.automation_id`,
  },
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Causes as they are stored → as they are shown, with the names of what they name, each kind read once. */
export async function nameCauses(ctx: Pick<Ctx, 'db' | 'orgId'>, causes: Iterable<string | null>): Promise<(cause: string) => Cause> {
  const wanted = new Map<string, Set<string>>();
  for (const cause of causes) {
    const { kind, rest } = split(cause ?? '');
    if (named[kind] && uuid.test(rest)) wanted.set(kind, (wanted.get(kind) ?? new Set()).add(rest));
  }
  const names = new Map<string, string>();
  for (const [kind, ids] of wanted) {
    const rows = await ctx.db.execute<{ id: string; name: string }>(sql`
      select t.id, t.name from (${named[kind]?.from}) t
      where t.org_id = ${ctx.orgId} and t.id in (select jsonb_array_elements_text(${JSON.stringify([...ids])}::text::jsonb)::uuid)`);
    for (const row of rows) names.set(`${kind}:${row.id}`, row.name);
  }
  return (cause) => {
    const { kind, rest } = split(cause);
    const of = named[kind];
    if (of && uuid.test(rest)) return { kind, id: encodeId(of.kind, rest), name: names.get(cause) ?? null };
    return { kind, id: null, name: kind === 'event' ? rest : null };
  };
}

function split(cause: string): { kind: string; rest: string } {
  const at = cause.indexOf(':');
  return at < 0 ? { kind: cause, rest: '' } : { kind: cause.slice(0, at), rest: cause.slice(at + 1) };
}
