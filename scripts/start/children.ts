import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Child {
  name: string;
  /** Settles when the process ended, with a sentence that says how. */
  ended: Promise<string>;
  /** SIGTERM; SIGKILL after `ms`, or at once when `ms` is 0. */
  stop(ms: number): Promise<void>;
}

/**
 * Starts a part of Muster as a process of its own. It is outside our process group, so that Ctrl-C reaches it through us, in order; and
 * it holds one end of a channel, so that it ends by itself when we are killed.
 */
export function startChild(name: string, args: string[], env: NodeJS.ProcessEnv): Child {
  const follow = pathToFileURL(path.resolve('scripts/start/follow-parent.mjs')).href;
  const child = spawn(process.execPath, ['--import', follow, ...args], {
    env: { ...env, MUSTER_PARENT: String(process.pid) },
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`The ${name} could not be started: ${error.message}`));
    child.once('exit', (code, signal) => resolve(`The ${name} ended (${signal ?? `exit code ${code}`}).`));
  });
  return { name, ended, stop: (ms) => stop(child, ended, ms) };
}

async function stop(child: ChildProcess, ended: Promise<string>, ms: number): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => killGroup(child), ms);
  await ended;
  clearTimeout(timer);
}

// The whole group: `next dev` runs its server in a process of its own.
function killGroup(child: ChildProcess): void {
  try {
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
