import { sql } from 'drizzle-orm';
import { database } from '@/server/db/client';

export const dynamic = 'force-dynamic';

/** 200 when the database answers, 503 when it does not. */
export async function GET() {
  try {
    await database().execute(sql`select 1`);
    return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    console.error('health:', error);
    return Response.json({ status: 'database unreachable' }, { status: 503, headers: { 'cache-control': 'no-store' } });
  }
}
