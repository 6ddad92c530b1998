import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// A zone with an odd offset (+05:45) and no daylight saving: code that leans on the machine's zone fails here.
process.env.TZ = 'Asia/Kathmandu';
process.env.NEXT_TELEMETRY_DISABLED = '1';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);
for (const name of ['DATABASE_URL', 'TEST_DATABASE_URL']) {
  const url = process.env[name];
  if (url && !loopback.has(new URL(url).hostname)) {
    throw new Error(`${name} is not a database on this machine. The tests create and drop databases: unset it to run them.`);
  }
}

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    environment: 'node',
    globalSetup: ['./test/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // A busy machine is slow, not wrong.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // As the journeys: where other work shares the machine, a test of timing may need a second look.
    retry: process.env.CI ? 1 : 0,
  },
});
