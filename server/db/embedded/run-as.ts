import { spawnSync } from 'node:child_process';
import { chownSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** How PostgreSQL, which refuses to run as root, is to be started: a command prefix, or another user. */
export interface RunAs {
  prefix: string[];
  user?: { uid: number; gid: number };
}

const namespace = ['unshare', '-U', '--map-user=65534', '--map-group=65534'];

/**
 * Not root: directly. Root: in a user namespace in which we are `nobody` (files stay root's, works below /root); where
 * the machine forbids that, as the real `nobody`, who then owns `dir`.
 * @param dir the data folder; it must exist.
 * @throws Error with one readable line when neither way works.
 */
export function chooseRunAs(dir: string, postgres: string): RunAs {
  if (process.getuid?.() !== 0) return { prefix: [] };
  if (spawnSync(namespace[0] as string, [...namespace.slice(1), 'true']).status === 0) {
    own(dir, 0, 0);
    return { prefix: namespace };
  }
  return runAsNobody(dir, postgres);
}

/** The second way for root, used where user namespaces are forbidden (Docker's default profile is known for it). */
export function runAsNobody(dir: string, postgres: string): RunAs {
  const user = nobody();
  own(dir, user.uid, user.gid);
  const reach = (file: string) => spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', file], { ...user, cwd: '/' }).status === 0;
  const closed = [dir, postgres].find((file) => !reach(file));
  if (closed) {
    throw new Error(
      `PostgreSQL refuses to run as root, user namespaces are forbidden here, and the user "nobody" cannot reach ${closed}. ` +
        'Start Muster as another user, move it out of that folder, or set DATABASE_URL.',
    );
  }
  return { prefix: [], user };
}

function nobody(): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [uid, gid] = (line ?? '').split(':').slice(2, 4).map(Number);
  return { uid: uid || 65534, gid: gid || 65534 };
}

// A folder may have been made the other way (container today, host tomorrow). Files keep one owner, so one look is enough.
function own(file: string, uid: number, gid: number): void {
  const stat = lstatSync(file);
  if (stat.uid === uid) return;
  if (stat.isDirectory()) for (const name of readdirSync(file)) own(path.join(file, name), uid, gid);
  chownSync(file, uid, gid);
}
