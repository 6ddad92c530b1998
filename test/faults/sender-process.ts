import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { bundle, removeBundles } from '../bundle';

let built: Promise<string> | undefined;

/** For the end of a test file. */
export const removeBundle = () => {
  built = undefined;
  removeBundles();
};

type SenderOptions = { databaseUrl: string; smtpUrl: string; smsUrl: string; crashpoint?: string; broken?: string };

export class SenderProcess {
  /** What ended it: a signal or an exit code. */
  readonly ended: Promise<[string | number]>;

  private constructor(private readonly child: ChildProcess) {
    this.ended = once(child, 'exit').then(([code, signal]) => [signal ?? code]);
  }

  static async start({ databaseUrl, smtpUrl, smsUrl, crashpoint, broken }: SenderOptions): Promise<SenderProcess> {
    built ??= bundle('test/faults/worker.ts');
    const worker = await built;
    const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'test', DATABASE_URL: databaseUrl, SMTP_URL: smtpUrl, SMS_URL: smsUrl };
    if (crashpoint) env.CRASHPOINT = crashpoint;
    if (broken) env.BROKEN = broken;
    const child = fork(worker, { env, execArgv: [] });
    const sender = new SenderProcess(child);
    const [said] = await Promise.race([once(child, 'message'), sender.ended]);
    if (said !== 'ready') throw new Error(`the sender did not start: ${said}`);
    return sender;
  }

  /** How it ended: `done` (it found nothing left to do), or the signal or code that ended it. */
  deliver(task: { orgId: string; sendId: string; last: number }): Promise<string> {
    const over = Promise.race([once(this.child, 'message').then(([said]) => String(said)), this.ended.then(([how]) => String(how))]);
    this.child.send(task, () => {}); // it may be dead by now
    return over;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** Until it neither runs nor ends, as on a machine that was suspended or in a frozen container: at a crash point with SIGSTOP. */
  async suspended(): Promise<void> {
    const state = () => execFileSync('ps', ['-o', 'stat=', '-p', String(this.child.pid)], { encoding: 'utf8' });
    while (!state().startsWith('T')) await delay(20);
  }

  resume = () => this.child.kill('SIGCONT');

  async stop(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.ended;
  }
}
