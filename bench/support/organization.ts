import { copyPeople } from '@/scripts/people/copy';
import { type Ctx, newRequestId, type OrgId } from '@/server/context';
import type { Database } from '@/server/db/client';

/** An organization with so many made-up people; the index of filters is built after the load, which is quicker. */
export async function organization(db: Database, slug: string, contacts: number): Promise<Ctx> {
  const client = db.$client;
  const [known] = await client<{ id: string }[]>`select id from organizations where slug = ${slug}`;
  const [org] = known
    ? [known]
    : await client<{ id: string }[]>`insert into organizations (name, slug) values (${slug}, ${slug}) returning id`;
  if (!org) throw new Error('no organization');
  if (!known) {
    const [index] = await client<{ ddl: string }[]>`select pg_get_indexdef('contacts_org_filter'::regclass) as ddl`;
    await client`drop index contacts_org_filter`;
    await copyPeople(client, org.id, contacts);
    await client.unsafe(index?.ddl ?? '');
    await client`vacuum analyze contacts`;
  }
  return { orgId: org.id as OrgId, actor: { type: 'job', id: 'bench' }, db, now: new Date(), requestId: newRequestId() };
}
