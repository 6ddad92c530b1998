import { statfsSync } from 'node:fs';
import { totalmem } from 'node:os';

const MiB = 1024 * 1024;

/**
 * Settings for one small machine that also runs the application, as `name=value`. Given on the command line at each start, so that a
 * newer Muster changes them without touching the data folder.
 */
export function serverSettings(durable: boolean): string[] {
  const memory = totalmem() / MiB;
  const share = (part: number, least: number, most: number) => `${Math.round(Math.min(most, Math.max(least, memory * part)))}MB`;
  return [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'password_encryption=scram-sha-256',
    'max_connections=100',
    `shared_buffers=${share(1 / 8, 64, 1024)}`,
    `effective_cache_size=${share(1 / 2, 256, 16_384)}`,
    `work_mem=${share(1 / 256, 8, 64)}`,
    `maintenance_work_mem=${share(1 / 32, 32, 256)}`,
    'max_wal_size=2GB',
    'random_page_cost=1.1',
    // A wide filter is compiled for longer than it runs, and a compilation does not heed the statement timeout.
    'jit=off',
    'timezone=UTC',
    'log_timezone=UTC',
    'lc_messages=C',
    'log_line_prefix=%m [%p] ',
    'log_checkpoints=off',
    ...(smallSharedMemory() ? ['max_parallel_workers_per_gather=0', 'max_parallel_maintenance_workers=0'] : []),
    ...(durable ? [] : ['fsync=off', 'full_page_writes=off', 'autovacuum=off']),
  ];
}

// Containers often have 64 MB of /dev/shm, where a parallel hash join dies with "could not resize shared memory segment".
function smallSharedMemory(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const { blocks, bsize } = statfsSync('/dev/shm');
    return blocks * bsize < 256 * MiB;
  } catch {
    return true;
  }
}
