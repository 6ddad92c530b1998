import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig, devices } from '@playwright/test';
import { findChromium } from './scripts/test/chromium';

// This file is read again in every worker; the first reading settles where the product runs. Tests read `demo.json` in E2E_DATA_DIR.
process.env.E2E_PORT ??= freePort();
process.env.E2E_DATA_DIR ??= mkdtempSync(path.join(tmpdir(), 'muster-e2e-'));
const url = `http://127.0.0.1:${process.env.E2E_PORT}`;

// The operator's own settings must not reach the product under test; an empty variable counts as unset.
const own = [
  'DATABASE_URL',
  'SMTP_URL',
  'SMS_URL',
  'SMS_TOKEN',
  'SMS_FROM',
  'MAIL_FROM',
  'TRUST_PROXY',
  'HOST',
  'JOBS',
  'MUSTER_SECRET',
  'MUSTER_DEMO',
];
const unset = Object.fromEntries(own.map((name) => [name, '']));

export default defineConfig({
  testDir: './e2e',
  outputDir: './test-results',
  // They share one product: the journeys, which change it and count what is in it, go one after the other. Beside them the walk through
  // every page only looks, and makes nothing that a journey counts.
  fullyParallel: false,
  workers: 2,
  projects: [
    { name: 'pages', testMatch: 'axe.spec.ts', workers: 1 },
    { name: 'journeys', testIgnore: 'axe.spec.ts', workers: 1 },
  ],
  retries: process.env.CI ? 1 : 0,
  reporter: [['list']],
  // A busy machine is slow, not wrong.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    ...devices['Desktop Chrome'],
    baseURL: url,
    // A trace takes pictures of the page at each step and each key: twice the time.
    trace: 'on-first-retry',
    launchOptions: {
      executablePath: findChromium() ?? undefined,
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  webServer: {
    // The product as its users start it, with a database of its own that is gone afterwards.
    command: 'node --import tsx scripts/test/product.ts',
    // Said when the web server answers and the demo data is there.
    wait: { stdout: /Muster is ready/ },
    env: { ...unset, PORT: process.env.E2E_PORT, APP_URL: url, MUSTER_DATA_DIR: process.env.E2E_DATA_DIR },
    reuseExistingServer: false,
    timeout: 180_000,
    stdout: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
  },
});

function freePort(): string {
  const program = "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})";
  return execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' }).trim();
}
