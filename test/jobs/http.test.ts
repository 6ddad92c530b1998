import { serve } from 'inngest/edge';
import postgres from 'postgres';
import { expect, it, vi } from 'vitest';
import { testDatabase } from '../db';
import { type Backend, FAST, SECONDS_CRON } from './backends';
import { canonicalJson } from './canonical-json';
import { Effects } from './effects';
import { build } from './functions';
import { listen, StandIn } from './http-stand-in';
import { behaviour } from './suite';

const signingKey = `signkey-test-${'a1b2c3d4'.repeat(8)}`;
const eventKey = 'event-key';

/** An application configured by Inngest's own environment variables only, in cloud mode, and a server that signs. */
async function openHttp(): Promise<Backend & { appUrl: string; standIn: StandIn }> {
  const database = await testDatabase();
  const sql = postgres(database.url, { max: 5, onnotice: () => {} });
  const effects = await new Effects(sql).create();
  const standIn = new StandIn({ signingKey, eventKey });
  vi.stubEnv('INNGEST_BASE_URL', await standIn.listen());
  vi.stubEnv('INNGEST_SIGNING_KEY', signingKey);
  vi.stubEnv('INNGEST_EVENT_KEY', eventKey);
  const { inngest, functions } = build({ effects, cron: SECONDS_CRON });
  const app = await listen(serve({ client: inngest, functions }));
  const appUrl = `${app.origin}/api/inngest`;
  await standIn.start(appUrl, { databaseUrl: database.url, ...FAST });
  return {
    inngest,
    effects,
    appUrl,
    standIn,
    patience: { step: 50_000, cron: 30_000, settle: 100 },
    async close() {
      await standIn.close();
      await app.close();
      await sql.end();
      await database.drop();
      vi.unstubAllEnvs();
    },
  };
}

let opened: Promise<Awaited<ReturnType<typeof openHttp>>>;
behaviour('signed HTTP', () => {
  opened = openHttp();
  return opened.then((backend) => ({ ...backend, close: async () => {} }));
});

it('refuses calls without a valid signature, both ways', async () => {
  const { appUrl, standIn, close } = await opened;
  expect(standIn.refused).toEqual([]);
  const body = JSON.stringify({ event: {}, events: [], steps: {}, ctx: { run_id: 'x', attempt: 0 } });
  const url = `${appUrl}?fnId=suite-sequential&stepId=step`;
  for (const signature of ['', `t=${Math.floor(Date.now() / 1000)}&s=${'0'.repeat(64)}`]) {
    const headers = { 'content-type': 'application/json', 'x-inngest-signature': signature };
    const answer = await fetch(url, { method: 'POST', body, headers });
    expect(answer.status).toBe(401);
  }
  const wrongKey = await fetch(`${process.env.INNGEST_BASE_URL}/e/wrong`, { method: 'POST', body: '[]' });
  expect(wrongKey.status).toBe(401);
  await close();
});

it('writes canonical JSON as RFC 8785 does', () => {
  // the example of section 3.2.2
  const numbers = [JSON.parse('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001];
  expect(canonicalJson({ numbers, string: '€$\u000f\nA\'B"\\\\"/', literals: [null, true, false] })).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
  expect(canonicalJson({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, ö: 6 })).toBe(
    '{"\\r":2,"1":4,"ö":6,"€":1,"\u{1f600}":5,"\ufb33":3}',
  );
});
