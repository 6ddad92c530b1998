import { and, eq, or, sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { OrgId } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { audiences } from '@/server/db/schema/contacts';

/** `Été 2027: VIPs!` → `ete-2027-vips`; a name without Latin letters or digits becomes `audience`. At most 80 characters. */
export function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^a-z0-9]+/g, '-');
  return plain.slice(0, 80).replace(/^-+|-+$/g, '') || 'audience';
}

/** The name's slug, or the same with the first free number from 2 on. Two at once may get the same: the unique index decides. */
export async function freeSlug(db: Executor, orgId: OrgId, name: string): Promise<string> {
  const base = slugOf(name).slice(0, 72).replace(/-+$/, '');
  const rows = await db
    .select({ slug: audiences.slug })
    .from(audiences)
    .where(and(eq(audiences.orgId, orgId), or(eq(audiences.slug, base), sql`starts_with(${audiences.slug}, ${`${base}-`})`)));
  const taken = new Set(rows.map((r) => r.slug));
  if (!taken.has(base)) return base;
  let n = 2;
  while (taken.has(`${base}-${n}`)) n++;
  return `${base}-${n}`;
}

export const slugTaken = (slug: string) =>
  new AppError('conflict', `The slug "${slug}" is taken.`, [
    { path: ['slug'], code: 'already_exists', message: 'another audience of the organization has this slug' },
  ]);
