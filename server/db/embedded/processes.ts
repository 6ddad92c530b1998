import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Whether a process with this id exists, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A name for a process that a later process with the same id does not have. */
export function identity(pid: number): string {
  const started = statFields(pid)?.[19]; // field 22 of /proc/<pid>/stat: start time in ticks since boot
  return started ? `${pid}:${started}` : `${pid}`;
}

/** The parent of a process; null where /proc does not tell. */
export function parentOf(pid: number): number | null {
  return Number(statFields(pid)?.[1]) || null;
}

/** Whether this process is PostgreSQL working in this data folder, and not an unrelated one that got its old id. */
export function isServerOf(pid: number, pgdata: string): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform === 'linux') return workingFolder(pid) === pgdata;
  if (process.platform === 'win32') return true;
  const command = spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout;
  return command.includes('postgres') && command.includes(pgdata);
}

/** Every process whose working folder is this data folder: a server and its backends. Empty where there is no /proc. */
export function serversOf(pgdata: string): number[] {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => pid !== process.pid && workingFolder(pid) === pgdata && !isZombie(pid));
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Waits until none of these processes is left. @returns false when `ms` went by first. */
export async function gone(pids: number[], ms: number): Promise<boolean> {
  const until = Date.now() + ms;
  while (pids.some(isAlive)) {
    if (Date.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

function workingFolder(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null; // it ended meanwhile, or is not ours to look at: not our server either way
  }
}

function isZombie(pid: number): boolean {
  return statFields(pid)?.[0] === 'Z';
}

// The fields after the command name, which may itself hold spaces and brackets.
function statFields(pid: number): string[] | null {
  if (process.platform !== 'linux') return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
