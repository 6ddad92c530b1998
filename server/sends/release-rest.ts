import { sql } from 'drizzle-orm';
import type { TxCtx } from '@/server/context';

/**
 * Gives those who waited for a test of subjects what was decided, and their time: from the decision on, but not before the test has left,
 * with the spacing of the ramp. Nothing while it is not decided, and once for each send: call it with the lock of the send's row.
 * @param sendId raw uuid
 */
export async function releaseRest(ctx: TxCtx, sendId: string): Promise<void> {
  await ctx.db.execute(sql`
    with rest as (
      select s.id, s.test_size, t.winner, greatest(now(), s.rest_at - t.wait_minutes * interval '1 minute') as begins,
             s.ramp_minutes * 60000::bigint as ramp_ms, greatest(s.test_size + s.rest_size, 1) as people, s.rest_size, s.delayed_ms
      from sends s join subject_tests t on t.org_id = s.org_id and t.id = s.subject_test_id
      where s.org_id = ${ctx.orgId}::uuid and s.id = ${sendId}::uuid and s.frozen_at is not null and s.released_at is null
        and t.decided_at is not null
    ),
    given as (
      update messages m
      set variant = r.winner, metadata = m.metadata || jsonb_build_object('subject_variant', substr('ABCDE', r.winner + 1, 1)),
          scheduled_at = r.begins + ((m.position - r.test_size) * r.ramp_ms / r.people) * interval '1 millisecond', delayed_ms = r.delayed_ms, updated_at = now()
      from rest r
      where m.send_id = r.id and m.position >= r.test_size and m.status = 'scheduled' and m.scheduled_at is null
    )
    update sends s
    set released_at = now(), ends_at = r.begins + (r.rest_size * r.ramp_ms / r.people) * interval '1 millisecond', updated_at = now()
    from rest r
    where s.id = r.id`);
}
