import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { identity, isAlive } from '@/server/db/embedded/processes';

/** The secret of this data folder, made on first use. Signs sessions and unsubscribe links, so it must not change. */
export function keptSecret(dataDir: string): string {
  const file = path.join(dataDir, 'secret');
  createOnce(file, randomBytes(32).toString('hex'));
  return readFileSync(file, 'utf8').trim();
}

/**
 * Marks the data folder as in use by this process. @returns how to give it back.
 * @throws Error when another Muster lives on it
 */
export function takeFolder(dataDir: string): () => void {
  const file = path.join(dataDir, 'muster.pid');
  const me = identity(process.pid);
  while (!createOnce(file, me)) {
    const other = readFileSync(file, 'utf8');
    const pid = Number(other.split(':')[0]);
    if (pid && isAlive(pid) && identity(pid) === other) {
      throw new Error(`Muster already runs on ${dataDir} (pid ${pid}): stop it, or set MUSTER_DATA_DIR and PORT for a second one.`);
    }
    rmSync(file, { force: true }); // of a process that was killed
  }
  return () => rmSync(file, { force: true });
}

/** Whether a Muster lives on this data folder, and its process id. */
export function folderUser(dataDir: string): number | null {
  const file = path.join(dataDir, 'muster.pid');
  if (!existsSync(file)) return null;
  const mark = readFileSync(file, 'utf8');
  const pid = Number(mark.split(':')[0]);
  return pid && isAlive(pid) && identity(pid) === mark ? pid : null;
}

// The file appears with its whole content or not at all. @returns false when it was there.
function createOnce(file: string, content: string): boolean {
  if (existsSync(file)) return false;
  const draft = `${file}.new-${process.pid}`;
  writeFileSync(draft, content, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}
