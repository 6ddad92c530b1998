import { and, eq, or, sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { OrgId } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { templates } from '@/server/db/schema/sends';

/** A slug from a name: `Weekly Newsletter!` → `weekly-newsletter`; accents go, other scripts leave `template`. */
export function slugFrom(name: string): string {
  const ascii = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return (
    ascii
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+/, '')
      .slice(0, 70)
      .replace(/-+$/, '') || 'template'
  );
}

/** The first free of `slug`, `slug-2`, `slug-3`, … in the organization. */
export async function freeSlug(db: Executor, orgId: OrgId, slug: string): Promise<string> {
  const rows = await db
    .select({ slug: templates.slug })
    .from(templates)
    .where(and(eq(templates.orgId, orgId), or(eq(templates.slug, slug), sql`${templates.slug} ~ ${`^${slug}-[0-9]+$`}`)));
  const taken = new Set(rows.map((row) => row.slug));
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? slug : `${slug}-${n}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** Turns the database's refusal of a taken slug into a 409 at `slug`. */
export function slugConflict(error: unknown): never {
  const cause = (error as { cause?: unknown }).cause ?? error;
  if ((cause as { constraint_name?: string }).constraint_name !== 'templates_org_slug') throw error;
  throw new AppError('conflict', 'another template has this slug', [
    { path: ['slug'], code: 'taken', message: 'another template has this slug' },
  ]);
}
