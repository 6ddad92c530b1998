import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { firstAnswer } from '@/scripts/start/web';

export type App = { port: number; stop(): Promise<void> };

/** Muster as `npm start` runs it, on the benchmark's database and an empty data folder: the built web server, the worker, the catcher. */
export async function startApp(databaseUrl: string, settings: Record<string, string>): Promise<App> {
  const port = await freePort();
  const dir = mkdtempSync(path.join(tmpdir(), 'muster-bench-app-'));
  const mine = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], {
    cwd: path.resolve(import.meta.dirname, '../..'),
    env: {
      ...mine,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      MUSTER_DATA_DIR: dir,
      MUSTER_DEMO: 'off',
      PORT: String(port),
      ...settings,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const gone = new AbortController();
  const ended = once(child, 'exit').then(([code]) => gone.abort(new Error(`Muster ended with ${code}`)));
  await firstAnswer('127.0.0.1', port, gone.signal);
  return {
    port,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
