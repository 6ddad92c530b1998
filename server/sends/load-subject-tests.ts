import { sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { SubjectTest } from '@/contracts/subject-test';
import type { Executor } from '@/server/db/client';
import type { SubjectTestRow } from './open-subject-test';

type Row = Pick<SubjectTestRow, 'id' | 'percent' | 'by' | 'winner' | 'verdict' | 'statement' | 'figures'> & {
  wait_minutes: number;
  decided_at: string | null;
  decided_by: string | null;
  name: string | null;
  begun: boolean;
  open: boolean;
  test_size: number | null;
  rest_size: number | null;
  rest_at: string | null;
};

/** Tests by their uuid, as answers show them: of all the sends that share one. */
export async function loadSubjectTests(db: Executor, ids: readonly string[]): Promise<Map<string, SubjectTest>> {
  if (!ids.length) return new Map();
  const rows = await db.execute<Row>(sql`
    select t.id, t.percent, t.wait_minutes, t.by, t.winner, t.verdict, t.statement, t.figures, t.decided_by, ${iso(sql`t.decided_at`)} as decided_at,
           coalesce((select u.name from users u where t.decided_by = 'user:' || u.id),
                    (select k.name from api_keys k where k.org_id = t.org_id and t.decided_by = 'api_key:' || k.id)) as name,
           s.*
    from subject_tests t
    cross join lateral (
      select bool_or(frozen_at is not null and starts_at <= now()) as begun, bool_or(status in ('scheduled', 'sending', 'paused')) as open,
             sum(test_size)::int as test_size, sum(rest_size)::int as rest_size, ${iso(sql`max(rest_at)`)} as rest_at
      from sends where subject_test_id = t.id
    ) s
    where t.id in (select jsonb_array_elements_text(${JSON.stringify([...new Set(ids)])}::text::jsonb)::uuid)`);
  return new Map(rows.map((row) => [row.id, toTest(row)]));
}

const iso = (at: ReturnType<typeof sql>) => sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const toTest = (row: Row): SubjectTest => ({
  share: row.percent / 100,
  wait_minutes: row.wait_minutes,
  by: row.by,
  status: row.decided_at ? 'decided' : !row.open ? 'ended' : row.begun ? 'running' : 'waiting',
  test_size: row.test_size,
  rest_size: row.rest_size,
  decides_at: row.rest_at,
  decided_at: row.decided_at,
  winner: row.winner === null ? null : 'ABCDE'.charAt(row.winner),
  decided_by: row.decided_at ? whoOf(row) : null,
  verdict: row.verdict,
  statement: row.statement,
  figures: row.figures,
});

function whoOf({ decided_by, name }: Row): SubjectTest['decided_by'] {
  const [type, id] = decided_by?.split(':') ?? [];
  if (!id || (type !== 'user' && type !== 'api_key')) return { type: 'automatic', id: null, name: null };
  return { type, id: encodeId(type === 'user' ? 'user' : 'apiKey', id), name };
}
