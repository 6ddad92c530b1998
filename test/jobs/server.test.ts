import { serve } from 'inngest/edge';
import postgres from 'postgres';
import { it } from 'vitest';
import { testDatabase } from '../db';
import type { Backend } from './backends';
import { Effects } from './effects';
import { build } from './functions';
import { listen } from './http-stand-in';
import { behaviour } from './suite';

const url = process.env.INNGEST_E2E_URL;

/**
 * The same functions on a real Inngest server at INNGEST_E2E_URL, for instance
 * `npx inngest-cli dev --no-discovery --retry-interval 1` at http://127.0.0.1:8288. It must be able to call this machine.
 */
async function openServer(baseUrl: string): Promise<Backend> {
  const database = await testDatabase();
  const sql = postgres(database.url, { max: 5, onnotice: () => {} });
  const effects = await new Effects(sql).create();
  const { inngest, functions } = build({ effects, cron: '* * * * *', client: { baseUrl, isDev: !process.env.INNGEST_SIGNING_KEY } });
  const app = await listen(serve({ client: inngest, functions }));
  const sync = await fetch(`${app.origin}/api/inngest`, { method: 'PUT' });
  if (!sync.ok) throw new Error(`the server did not take the functions: ${sync.status} ${await sync.text()}`);
  return {
    inngest,
    effects,
    patience: { step: 60_000, cron: 75_000, settle: 1500 },
    async close() {
      await app.close();
      await sql.end();
      await database.drop();
    },
  };
}

if (url) behaviour(`the server at ${url}`, () => openServer(url));
else {
  console.log('INNGEST_E2E_URL was not given: the jobs suite did not run against a real Inngest server');
  it.skip('functions on a real Inngest server: INNGEST_E2E_URL was not given', () => {});
}
