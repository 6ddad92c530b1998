import { readFileSync } from 'node:fs';
import { parentOf } from '@/server/db/embedded/processes';

/** Killed with -9, npm tells nobody. It runs us, or a shell that runs us; one of the two then has another parent. */
export function whenNpmDies(stop: () => void): void {
  const parent = process.ppid;
  const npm = isShell(parent) ? parentOf(parent) : null;
  setInterval(() => {
    if (process.ppid !== parent || (npm && parentOf(parent) !== npm)) stop();
  }, 1_000).unref();
}

function isShell(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  return /^(\/\S*\/)?(ba|da)?sh\0-c\0/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
}
