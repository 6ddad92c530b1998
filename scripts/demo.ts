import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import * as z from 'zod';
import { decodeId } from '@/contracts/ids';
import { hashKey } from '@/server/auth/key-format';
import { env } from '@/server/env';

const demoSchema = z.object({
  url: z.string(),
  organization_id: z.string(),
  owner: z.object({ email: z.string(), password: z.string() }),
  api_key: z.string(),
  audience_id: z.string(),
});
/** What `demo.json` in the data folder holds, for people and programs that try Muster out. Only its owner can read it. */
export type Demo = z.infer<typeof demoSchema>;

/**
 * Makes sure that the demo organization exists, and that demo.json tells how to use it. Needs a migrated database and the settings in
 * the environment. What is there is kept: a second start changes nothing but the address.
 */
export async function ensureDemo(dataDir: string, log: (line: string) => void): Promise<Demo> {
  const { APP_URL, DATABASE_URL } = env();
  const file = path.join(dataDir, 'demo.json');
  const kept = read(file);
  if (kept && (await stillGood(DATABASE_URL, kept))) {
    if (kept.url === APP_URL) return kept;
    return write(file, { ...kept, url: APP_URL });
  }
  // Only the first start pays for loading what makes it.
  const { createDemo } = await import('./demo/create');
  return write(file, { url: APP_URL, ...(await createDemo(log)) });
}

function read(file: string): Demo | null {
  if (!existsSync(file)) return null;
  try {
    return demoSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null; // cut short or edited by hand: made again
  }
}

function write(file: string, demo: Demo): Demo {
  const draft = `${file}.new-${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
  return demo;
}

// The database may be another one than last time, the key revoked, the audience deleted.
async function stillGood(url: string, demo: Demo): Promise<boolean> {
  const orgId = decodeId('organization', demo.organization_id);
  const audienceId = decodeId('audience', demo.audience_id);
  if (!orgId || !audienceId) return false;
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const rows = await sql`
      SELECT 1
        FROM audiences a
        JOIN api_keys k ON k.org_id = a.org_id AND k.hash = ${hashKey(demo.api_key)} AND k.revoked_at IS NULL
       WHERE a.org_id = ${orgId} AND a.id = ${audienceId}`;
    return rows.length > 0;
  } finally {
    await sql.end();
  }
}
