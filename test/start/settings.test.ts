import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const tsx = path.join(root, 'node_modules/tsx/dist/loader.mjs');

/** What `npm run -s db:url` prints in a folder with that `.env`. */
async function urlWith(dotEnv: string, given: Record<string, string> = {}): Promise<string> {
  const cwd = mkdtempSync(path.join(tmpdir(), 'muster-settings-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  writeFileSync(path.join(cwd, '.env'), dotEnv);
  const { DATABASE_URL: _own, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', tsx, path.join(root, 'scripts/db-url.ts')], {
    cwd,
    env: { ...env, ...given, MUSTER_SECRET: 'x'.repeat(32), TSX_TSCONFIG_PATH: path.join(root, 'tsconfig.json') },
  });
  return stdout.trim();
}

test('scripts read .env as npm start does, and the environment goes before it', async () => {
  const [there, here] = ['postgres://m:m@there.invalid/muster', 'postgres://m:m@here.invalid/muster'];
  expect(await urlWith(`DATABASE_URL=${there}\n`)).toBe(there);
  expect(await urlWith(`DATABASE_URL=${there}\n`, { DATABASE_URL: here })).toBe(here);
});
