import { startTestServer } from './server';

/** One PostgreSQL server for the whole run; each test file makes its own databases in it (`testDatabase`). */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await startTestServer();
  process.env.MUSTER_TEST_SERVER = server.url;
  return () => server.stop();
}
