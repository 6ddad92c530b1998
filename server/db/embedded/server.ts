import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import type { Binaries } from './binaries';
import { serverEnv } from './cluster';
import { readPostmaster } from './pid-file';
import { gone, serversOf, signal } from './processes';
import type { RunAs } from './run-as';

/**
 * Starts PostgreSQL and waits until it says "ready" in its pid file.
 * @returns its process id, or the last lines of its log when it ended instead.
 */
export async function launch(o: {
  binaries: Binaries;
  runAs: RunAs;
  pgdata: string;
  port: number;
  logFile: string;
  settings: string[];
}): Promise<{ pid: number } | { failed: string }> {
  rotate(o.logFile);
  const from = existsSync(o.logFile) ? statSync(o.logFile).size : 0;
  const log = openSync(o.logFile, 'a', 0o600);
  const args = ['-D', o.pgdata, '-p', String(o.port), ...o.settings.flatMap((setting) => ['-c', setting])];
  const [command = o.binaries.postgres, ...rest] = [...o.runAs.prefix, o.binaries.postgres, ...args];
  // Its own process group: Ctrl-C in the terminal is for us, who stop it last.
  const child = spawn(command, rest, { cwd: '/', env: serverEnv(), detached: true, stdio: ['ignore', log, log], ...o.runAs.user });
  closeSync(log);
  let ended: string | null = null;
  const end = (error?: unknown) => {
    ended =
      error instanceof Error ? error.message : readFileSync(o.logFile).subarray(from).toString().trim().split('\n').slice(-4).join('\n');
  };
  child.once('error', end).once('exit', end);
  child.unref();
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    if (ended !== null) return { failed: ended };
    const now = readPostmaster(o.pgdata);
    if (!now || now.pid !== child.pid || now.state !== 'ready') continue;
    child.removeAllListeners();
    return { pid: now.pid };
  }
}

/** Fast shutdown: sessions are ended, a checkpoint is written. After `ms` it is made to stop at once; the next start then recovers. */
export async function shutDown(pid: number, pgdata: string, ms = 30_000): Promise<void> {
  signal(pid, 'SIGINT');
  if (await gone([pid], ms)) return;
  signal(pid, 'SIGQUIT');
  if (!(await gone([pid], 5_000))) await reapOrphans(pgdata);
}

/** Ends what a killed server left behind: a busy backend lives on and would keep the next server from starting. */
export async function reapOrphans(pgdata: string): Promise<number> {
  const orphans = serversOf(pgdata);
  for (const pid of orphans) signal(pid, 'SIGQUIT');
  if (!(await gone(orphans, 2_000))) {
    for (const pid of orphans) signal(pid, 'SIGKILL');
    await gone(orphans, 2_000);
  }
  return orphans.length;
}

/** The preferred port when it is free, otherwise any free one. */
export async function freePort(preferred?: number): Promise<number> {
  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      const probe = createServer().once('error', reject);
      probe.listen(port, '127.0.0.1', () => {
        const address = probe.address();
        probe.close(() => resolve(typeof address === 'object' && address ? address.port : port));
      });
    });
  if (preferred) {
    try {
      return await listen(preferred);
    } catch (error) {
      if (!['EADDRINUSE', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
  return listen(0);
}

function rotate(file: string): void {
  if (existsSync(file) && statSync(file).size > 10 * 1024 * 1024) renameSync(file, path.join(path.dirname(file), 'postgres.old.log'));
}
