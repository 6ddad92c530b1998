import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** Starts a worker process on a database and waits until it works. */
export async function spawnWorker(databaseUrl: string, maxConcurrent = 20): Promise<ChildProcess> {
  const env = { ...process.env, JOBS_TEST_WORKER: databaseUrl, JOBS_TEST_CONCURRENT: String(maxConcurrent) };
  const worker = spawn(process.execPath, ['--import', 'tsx', script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(worker, 'exit').then(([code]) => Promise.reject(new Error(`the worker exited with ${code} before it was ready`)));
  await Promise.race([once(worker.stdout, 'data'), exited]);
  exited.catch(() => {});
  return worker;
}

/** Ends a worker with a signal and waits until it is gone. */
export async function endWorker(worker: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const gone = once(worker, 'exit');
  worker.kill(signal);
  await gone;
}
