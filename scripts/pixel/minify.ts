import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const source = path.resolve('scripts/pixel/pixel.js');
const target = path.resolve('public/pixel.js');

/** The script as it is served: `public/pixel.js` is this, and a test says when it is not. The minifier is the one that tsx brings. */
export function minifiedPixel(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('tsx'));
  const { transformSync } = require('esbuild') as { transformSync(code: string, options: object): { code: string } };
  const { code } = transformSync(readFileSync(source, 'utf8'), { minify: true, target: 'es2018', legalComments: 'none' });
  return `/* Muster pixel: no cookies, no report without consent or against DNT and GPC. */\n${code}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(target, minifiedPixel());
