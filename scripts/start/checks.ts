import { accessSync, constants, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import type { Env } from '@/server/env';
import { databaseProblem } from './database';

/**
 * What could keep Muster from starting, looked at before anything is started.
 * @returns one readable line per problem; nothing when all is well.
 */
export async function findProblems(env: Env): Promise<string[]> {
  const found = await Promise.all([
    nodeProblem(),
    folderProblem(env.MUSTER_DATA_DIR),
    portProblem(env),
    env.DATABASE_URL ? databaseProblem(env.DATABASE_URL) : null,
  ]);
  return found.filter((line) => line !== null);
}

function nodeProblem(): string | null {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19) ? null : `Node ${process.versions.node} is too old: Muster needs 20.19 or later.`;
}

function folderProblem(dir: string): string | null {
  try {
    makeFolder(dir);
    const probe = path.join(dir, `.probe-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
    accessSync(dir, constants.R_OK);
    return null;
  } catch (error) {
    return `The data folder ${dir} cannot be used (${(error as NodeJS.ErrnoException).code}): make it writable or set MUSTER_DATA_DIR.`;
  }
}

/** Not `mkdirSync(…, { recursive: true })`: below a folder that takes no entries (/proc) Node 20 tries for ever. */
function makeFolder(dir: string): void {
  if (existsSync(dir)) return;
  makeFolder(path.dirname(dir));
  mkdirSync(dir, { mode: 0o700 });
}

async function portProblem({ HOST, PORT }: Env): Promise<string | null> {
  // After a kill -9 the old web server needs a moment to notice.
  for (let attempt = 1; ; attempt++) {
    const code = await listenError(HOST, PORT);
    if (code === null) return null;
    if (code === 'EADDRINUSE' && attempt < 15) await new Promise((resolve) => setTimeout(resolve, 100));
    else if (code === 'EADDRINUSE') return `Port ${PORT} is taken by another program: stop it or set PORT.`;
    else if (code === 'EACCES') return `Port ${PORT} needs more rights than this user has: set PORT to 1024 or more.`;
    else return `Cannot listen on ${HOST}:${PORT} (${code}): set HOST to an address of this machine.`;
  }
}

function listenError(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(null)));
  });
}
