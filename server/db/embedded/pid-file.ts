import { readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isServerOf } from './processes';

/** What a server says of itself in postmaster.pid (PostgreSQL source, src/include/utils/pidfile.h). */
export interface Postmaster {
  pid: number;
  port: number;
  state: 'starting' | 'ready' | 'stopping' | 'standby';
}

/** Reads postmaster.pid. @returns null when there is none, or it does not tell the port yet. */
export function readPostmaster(pgdata: string): Postmaster | null {
  const lines = readLines(pgdata);
  const [pid, port, state] = [Number(lines?.[0]), Number(lines?.[3]), lines?.[7]?.trim()];
  if (!pid || !port) return null;
  return { pid, port, state: (state || 'starting') as Postmaster['state'] };
}

/** The server living on this data folder, if there is one. */
export function livingPostmaster(pgdata: string): Postmaster | null {
  const found = readPostmaster(pgdata);
  return found && isServerOf(found.pid, pgdata) ? found : null;
}

/**
 * Removes a postmaster.pid whose process id now belongs to something else (a container that restarted): PostgreSQL would refuse to
 * start. Moved aside first and looked at again, for another starter may have just put a fresh one there.
 * @returns whether a file was there, which means that the last server did not end properly.
 */
export function clearStalePidFile(pgdata: string): boolean {
  const file = path.join(pgdata, 'postmaster.pid');
  const pid = Number(readLines(pgdata)?.[0]);
  if (!pid) return false;
  if (isServerOf(pid, pgdata)) return false;
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
  const moved = Number(readFileSync(aside, 'utf8').split('\n')[0]);
  if (moved !== pid && isServerOf(moved, pgdata)) renameSync(aside, file);
  else rmSync(aside);
  return true;
}

function readLines(pgdata: string): string[] | null {
  try {
    return readFileSync(path.join(pgdata, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
