import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export type CatcherProcess = { smtpUrl: string; smsUrl: string; stop(): Promise<void> };

/** Starts the mail and SMS catcher in a process of its own. */
export async function spawnCatcher(databaseUrl: string): Promise<CatcherProcess> {
  const child = fork(path.join(import.meta.dirname, 'catcher.ts'), [databaseUrl], { execArgv: ['--import', 'tsx'] });
  const [told] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('the catcher did not start'))),
  ])) as [{ smtpUrl: string; smsUrl: string }];
  return {
    ...told,
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
