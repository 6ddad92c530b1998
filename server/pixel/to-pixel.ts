import { sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { Pixel } from '@/contracts/pixel';
import type { Ctx } from '@/server/context';
import type { pixels } from '@/server/db/schema/custom';

export type PixelRow = typeof pixels.$inferSelect;
type Figures = { pixel_id: string; visitors: number; identified: number; last_seen_at: string | null; waiting: number };

/** Rows → what every answer shows, with their visitors counted. */
export async function showPixels(ctx: Pick<Ctx, 'db' | 'orgId'>, rows: PixelRow[]): Promise<Pixel[]> {
  const ids = JSON.stringify(rows.map((row) => row.id));
  const figures = await ctx.db.execute<Figures>(sql`
    select v.pixel_id, count(*)::int as visitors, count(v.contact_id)::int as identified, max(v.last_seen_at)::text as last_seen_at,
           sum((select count(*) from pixel_events e where e.visitor_id = v.id and v.contact_id is null))::int as waiting
      from pixel_visitors v
     where v.org_id = ${ctx.orgId} and v.pixel_id in (select value::uuid from jsonb_array_elements_text(${ids}::jsonb))
     group by 1`);
  return rows.map((row) => {
    const found = figures.find((f) => f.pixel_id === row.id);
    return {
      id: encodeId('pixel', row.id),
      name: row.name,
      origins: row.origins,
      require_consent: row.requireConsent,
      retention_days: row.retentionDays,
      visitors: found?.visitors ?? 0,
      identified: found?.identified ?? 0,
      waiting_events: found?.waiting ?? 0,
      last_seen_at: found?.last_seen_at ? new Date(found.last_seen_at).toISOString() : null,
      created_at: row.createdAt.toISOString(),
      updated_at: row.updatedAt.toISOString(),
    };
  });
}

export async function showPixel(ctx: Pick<Ctx, 'db' | 'orgId'>, row: PixelRow): Promise<Pixel> {
  const [shown] = await showPixels(ctx, [row]);
  if (!shown) throw new Error('a pixel without figures');
  return shown;
}
