import type postgres from 'postgres';
import { crashpoint } from './crashpoint';

/** Ends a send that has no open message left, also one whose last messages were with the provider when it was paused; the last worker to record does it. Answers whether it was this call. */
export async function finishSend(sql: postgres.Sql, sendId: string): Promise<boolean> {
  crashpoint('finish.before');
  const rows = await sql`
    update sends s set status = 'finished', finished_at = now(), updated_at = now()
    where id = ${sendId} and status in ('scheduled', 'sending', 'paused') and frozen_at is not null
      and not exists (select from messages m where m.send_id = s.id and m.status in ('scheduled', 'claimed', 'sending'))`;
  crashpoint('finish.after');
  return rows.count === 1;
}
