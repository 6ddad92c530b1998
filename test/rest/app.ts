import { type Database, database, openDatabase } from '@/server/db/client';
import { testDatabase } from '@/test/db';

export type TestApp = { url: string; db: Database; close(): Promise<void> };

/** A fresh database behind the route handlers: they take it from the environment, as in the running application. */
export async function testApp(): Promise<TestApp> {
  const own = await testDatabase();
  const url = 'http://localhost:3000';
  Object.assign(process.env, { DATABASE_URL: own.url, APP_URL: url, MUSTER_SECRET: 'a secret for the tests, 32 bytes or more' });
  const db = openDatabase(own.url, { max: 5, name: 'test' });
  return {
    url,
    db,
    async close() {
      await Promise.all([db.$client.end(), database().$client.end()]);
      await own.drop();
    },
  };
}
