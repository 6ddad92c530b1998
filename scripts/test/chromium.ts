import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const install = 'apt-get update && apt-get install -y --no-install-recommends chromium fonts-liberation';

/** The browser for the end-to-end tests: CHROMIUM_PATH, or one installed by the system. Playwright's own download is not used. */
export function findChromium(): string | null {
  return [process.env.CHROMIUM_PATH, ...places].find((file) => file && existsSync(file)) ?? null;
}

/** Installs Debian's Chromium where that needs nobody's password. @returns what to do by hand, or null when there is a browser. */
export async function ensureChromium(): Promise<string | null> {
  if (findChromium()) return null;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium for the end-to-end tests ...');
    const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, maxBuffer: 1 << 26 };
    const said = await new Promise<string>((resolve) => {
      execFile('/bin/sh', ['-c', install], options, (_error, stdout, stderr) => resolve(`${stdout}\n${stderr}`));
    });
    if (findChromium()) return null;
    console.error(said.trim().split('\n').slice(-15).join('\n'));
  }
  return `The end-to-end tests need Chromium. On Debian and Ubuntu: sudo sh -c '${install}'. Elsewhere install Chrome and set CHROMIUM_PATH.`;
}
