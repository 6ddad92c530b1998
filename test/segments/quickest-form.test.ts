import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { filterWhere } from '@/server/audiences/audience-query';
import { readFilter } from '@/server/audiences/read-filter';
import { scanForm } from '@/server/filter/compile';
import { countMatching } from '@/server/segments/count-matching';
import { quickestForm } from '@/server/segments/quickest-form';
import { createContext } from '@/test/factory';
import { openTestDatabase } from '@/test/sends/setup';

// A database of its own: what the planner expects of metadata it learns from all organizations together.
const held = openTestDatabase();

describe('the form to count with', () => {
  it('asks an index for few of the list, and each row when most match', async () => {
    const ctx = await createContext(held.db);
    await held.db.execute(sql`
      insert into contacts (org_id, email, metadata) select ${ctx.orgId}, 'p' || i || '@example.com',
        jsonb_build_object('plan', (array['pro', 'starter', 'free', 'team'])[i % 4 + 1], 'seat', 's' || i) from generate_series(1, 4000) i`);
    await held.db.execute(sql`analyze contacts`);
    const filter = (where: Record<string, unknown>) => filterWhere(ctx, readFilter({ datatype: 'contact', where }).filter);
    const few = await filter({ 'metadata.seat': 's7' });
    expect(await quickestForm(ctx, few)).toBe(few);
    const most = await filter({ 'metadata.plan': { $in: ['pro', 'starter', 'free'] } });
    expect(await quickestForm(ctx, most)).toEqual(scanForm(most));
    expect(scanForm(most)).not.toEqual(most);
    expect([(await countMatching(ctx, few)).count, (await countMatching(ctx, most)).count]).toEqual([1, 3000]);
  });
});
