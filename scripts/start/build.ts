import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folders = ['app', 'components', 'contracts', 'emails', 'filter', 'public', 'server'];
const files = [
  'instrumentation.ts',
  'middleware.ts',
  'proxy.ts',
  'next.config.mjs',
  'package-lock.json',
  'postcss.config.mjs',
  'tsconfig.json',
];
const stamp = '.next/source-hash';

/**
 * Builds the web application when it was not built from the sources as they are. Needs no database.
 * @throws Error with the end of the build's output
 */
export async function ensureBuild(log: (line: string) => void, signal?: AbortSignal): Promise<void> {
  if (isFresh()) return;
  log('Building the web application (once, about a minute) ...');
  const started = Date.now();
  const output = await nextBuild(signal);
  writeFileSync(stamp, sourceHash());
  log(`Built in ${Math.round((Date.now() - started) / 1000)} s`);
  if (process.env.MUSTER_VERBOSE) log(output);
}

// By time first, as that costs a few milliseconds; by content where times say nothing (a copied folder, a fresh clone beside a kept build).
function isFresh(): boolean {
  const built = '.next/BUILD_ID';
  if (!existsSync(built)) return false;
  const time = statSync(built).mtimeMs;
  if (sources().every((file) => statSync(file).mtimeMs <= time)) return true;
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourceHash();
}

function sourceHash(): string {
  const hash = createHash('sha256');
  for (const file of sources()) if (statSync(file).isFile()) hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

// Folders too: their time tells that a file was taken away.
function sources(): string[] {
  const below = folders.filter((folder) => existsSync(folder)).flatMap((folder) => [folder, ...walk(folder)]);
  return [...below, ...files.filter((file) => existsSync(file))];
}

function walk(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? [file, ...walk(file)] : [file];
  });
}

function nextBuild(signal?: AbortSignal): Promise<string> {
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } as NodeJS.ProcessEnv;
  const child = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'build'], { env, signal, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`The build failed:\n${output.trim().split('\n').slice(-40).join('\n')}`));
    });
  });
}
