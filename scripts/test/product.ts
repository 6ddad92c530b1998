import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

// The product for the end-to-end tests: scripts/start.ts on a data folder that is removed when it has stopped.
const dataDir = process.env.MUSTER_DATA_DIR;
if (!dataDir) throw new Error('MUSTER_DATA_DIR is not set');
const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(code ?? 1);
});
