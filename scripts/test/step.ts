import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';

export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs one program to its end, with its output shown. After `minutes` it and what it started are ended. @returns whether it ended well. */
export async function run(command: string, args: string[], minutes: number, env: Record<string, string> = {}): Promise<boolean> {
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true, env: { ...process.env, ...env } });
  const end = (signal: NodeJS.Signals) => {
    if (!child.pid || child.exitCode !== null) return;
    try {
      process.kill(-child.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  const interrupted = () => end('SIGTERM');
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  const timer = setTimeout(() => {
    console.error(`${command} ${args[0] ?? ''} did not end within ${minutes} minutes`);
    end('SIGTERM');
    setTimeout(() => end('SIGKILL'), 20_000).unref();
  }, minutes * 60_000);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(null);
    });
    child.once('exit', resolve);
  });
  clearTimeout(timer);
  process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  return code === 0;
}

/** A step that is one check. */
export const one = (ok: boolean): Count => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });

/**
 * Counts a runner's JSON report. A runner that failed without a failed test (a file that does not load, an error outside of tests, no report) counts as
 * one failure, so that nothing is green by accident.
 */
export function countReport(file: string, ok: boolean, read: (report: unknown) => Count): Count {
  let count: Count = { passed: 0, failed: 0, skipped: 0 };
  try {
    count = read(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    console.error(`No report in ${file}: ${(error as Error).message}`);
    ok = false;
  }
  rmSync(file, { force: true });
  return !ok && count.failed === 0 ? { ...count, failed: 1 } : count;
}

export function readVitest(report: unknown): Count {
  const r = report as { numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number };
  return { passed: r.numPassedTests, failed: r.numFailedTests, skipped: r.numPendingTests + r.numTodoTests };
}

export function readPlaywright(report: unknown): Count {
  const { stats } = report as { stats: { expected: number; unexpected: number; flaky: number; skipped: number } };
  if (stats.flaky > 0) console.log(`${stats.flaky} passed only when tried again`);
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}
