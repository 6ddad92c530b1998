import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { decodeId, type IdKind } from '@/contracts/ids';
import type { Role } from '@/contracts/scopes';
import { type Ctx, newRequestId, type OrgId } from '@/server/context';
import type { Database, Executor } from '@/server/db/client';
import { member, organization, user } from '@/server/db/schema/auth';
import { audienceMembers, audiences, contacts } from '@/server/db/schema/contacts';

/* Rows for tests, written past the verbs: quick, and independent of what is under test. Every name and address is unique per call. */

export const unique = () => uuidv7().replaceAll('-', '').slice(-12);

/** An organization with one owner. */
export async function createOrganization(db: Executor, values: Partial<typeof organization.$inferInsert> = {}) {
  const name = values.name ?? `Organization ${unique()}`;
  const [org] = await db
    .insert(organization)
    .values({ slug: `org-${unique()}`, postalAddress: '1 Test Street, Testville', ...values, name })
    .returning();
  if (!org) throw new Error('no organization');
  const owner = await createUser(db, org.id, 'owner');
  return { id: org.id as OrgId, name, owner };
}

/** A user who is a member of the organization (no password: sign-in tests make theirs through better-auth). */
export async function createUser(db: Executor, orgId: string, role: Role = 'member') {
  const email = `${role}-${unique()}@example.com`;
  const [row] = await db.insert(user).values({ name: role, email, emailVerified: true }).returning();
  if (!row) throw new Error('no user');
  await db.insert(member).values({ organizationId: orgId, userId: row.id, role });
  return row;
}

/** What a verb takes: an owner of a new organization, unless `orgId` says which. */
export async function createContext(db: Database, values: { orgId?: OrgId; role?: Role; now?: Date } = {}): Promise<Ctx> {
  const role = values.role ?? 'owner';
  let orgId = values.orgId;
  let userId: string;
  if (!orgId) {
    const org = await createOrganization(db);
    orgId = org.id;
    userId = role === 'owner' ? org.owner.id : (await createUser(db, orgId, role)).id;
  } else userId = (await createUser(db, orgId, role)).id;
  return { orgId, actor: { type: 'user', id: userId, role }, db, now: values.now ?? new Date(), requestId: newRequestId() };
}

type ContactValues = Partial<Omit<typeof contacts.$inferInsert, 'orgId'>>;

/** `n` contacts with an email each (or one per given set of values), in the order given. `id` is the raw uuid. */
export async function createContacts(ctx: Pick<Ctx, 'db' | 'orgId'>, n: number | ContactValues[]) {
  const list = typeof n === 'number' ? Array.from({ length: n }, (): ContactValues => ({})) : n;
  const key = unique();
  const rows: (typeof contacts.$inferSelect)[] = [];
  for (let i = 0; i < list.length; i += 1000) {
    const values = list.slice(i, i + 1000).map((c, j) => ({
      id: uuidv7(),
      name: `Contact ${i + j}`,
      email: `c${i + j}-${key}@example.com`,
      ...c,
      orgId: ctx.orgId,
    }));
    rows.push(...(await ctx.db.insert(contacts).values(values).returning()));
  }
  return rows;
}

export async function createContact(ctx: Pick<Ctx, 'db' | 'orgId'>, values: ContactValues = {}) {
  const [row] = await createContacts(ctx, [values]);
  if (!row) throw new Error('no contact');
  return row;
}

type AudienceValues = Partial<Omit<typeof audiences.$inferInsert, 'orgId'>>;

/** An audience (a list unless `values` says otherwise) with the given contacts as members; a number makes as many new contacts. */
export async function createAudience(ctx: Pick<Ctx, 'db' | 'orgId'>, members: number | { id: string }[] = [], values: AudienceValues = {}) {
  const key = unique();
  const [row] = await ctx.db
    .insert(audiences)
    .values({ name: `Audience ${key}`, slug: `audience-${key}`, ...values, orgId: ctx.orgId })
    .returning();
  if (!row) throw new Error('no audience');
  const people = typeof members === 'number' ? await createContacts(ctx, members) : members;
  if (people.length)
    await ctx.db.execute(sql`
      insert into ${audienceMembers} (org_id, audience_id, contact_id)
      select ${ctx.orgId}, ${row.id}, id::uuid from jsonb_array_elements_text(${JSON.stringify(people.map((p) => p.id))}::jsonb) as t(id)`);
  return { ...row, contactIds: people.map((p) => p.id) };
}

/** The uuid of a public id, for handing what one verb answered to another. */
export function uuidOf(kind: IdKind, id: string): string {
  const uuid = decodeId(kind, id);
  if (!uuid) throw new Error(`${id} is not an id of ${kind}`);
  return uuid;
}
