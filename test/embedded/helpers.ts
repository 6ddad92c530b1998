import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { onTestFinished } from 'vitest';
import { gone, serversOf, signal } from '@/server/db/embedded/processes';
import { startEmbeddedPostgres } from '@/server/db/embedded/start';

/** A folder that is gone after the test, with every server that still lives in it. */
export function folder(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'muster-embedded-'));
  onTestFinished(async () => {
    const left = serversOf(path.join(dir, 'data'));
    for (const pid of left) signal(pid, 'SIGKILL');
    await gone(left, 5_000);
    rmSync(dir, { recursive: true, force: true });
  });
  return dir;
}

export function start(dataDir: string, options: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {}) {
  return startEmbeddedPostgres({ dataDir, log: () => {}, durable: false, ...options });
}

/** Starts the server from another process. @returns its address, once that process has it. */
export async function startElsewhere(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/embedded/starter.ts', dataDir], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk) => resolve(String(chunk).trim()));
    child.on('exit', (code) => reject(new Error(`the other starter ended with ${code}`)));
  });
  return { child, url };
}

export async function query<T extends postgres.Row>(url: string, text: string): Promise<T[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe<T[]>(text);
  } finally {
    await sql.end();
  }
}
