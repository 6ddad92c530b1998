import { env } from '@/server/env';
import { startWorker } from '@/server/jobs/worker';

// The process that runs the step functions and delivers. Started by scripts/start.ts; on its own, with DATABASE_URL and the rest set.
const worker = await startWorker(env());
let stopping = false;

/** Lets the batch in flight finish its current message; nothing is lost either way. */
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await worker.stop();
  process.exit(0);
}

process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
