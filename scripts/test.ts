import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureChromium } from './test/chromium';
import { type Count, countReport, one, readPlaywright, readVitest, run } from './test/step';

/*
 * `npm test`: everything that must hold, one step after the other; a step that fails does not hide the next. The last line is
 * `N passed, N failed`; lint, types and build count as one check each. `npm test -- unit e2e` runs the named steps.
 */

process.chdir(path.resolve(import.meta.dirname, '..'));
process.env.NEXT_TELEMETRY_DISABLED = '1';
const reports = mkdtempSync(path.join(tmpdir(), 'muster-reports-'));
const node = process.execPath;
const bin = (name: string) => path.join('node_modules', '.bin', name);
const next = 'node_modules/next/dist/bin/next';

const steps: Record<string, () => Promise<Count>> = {
  async lint() {
    const style = await run(bin('biome'), ['check', '--max-diagnostics=50', '.'], 3);
    const structure = await run(node, ['--import', 'tsx', 'scripts/check-imports.ts'], 1);
    return one(style && structure);
  },
  async types() {
    return one((await run(node, [next, 'typegen'], 3)) && (await run(bin('tsc'), ['--noEmit'], 3)));
  },
  async unit() {
    const file = path.join(reports, 'unit.json');
    const ok = await run(
      node,
      ['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`],
      16,
    );
    return countReport(file, ok, readVitest);
  },
  async build() {
    return one(await run(node, [next, 'build'], 6, { NODE_ENV: 'production' }));
  },
  async e2e() {
    const missing = await chromium;
    if (missing) console.error(missing);
    if (missing || !existsSync('.next/BUILD_ID')) return { passed: 0, failed: 1, skipped: 0 };
    const file = path.join(reports, 'e2e.json');
    const ok = await run(node, ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'], 13, {
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    });
    return countReport(file, ok, readPlaywright);
  },
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in steps));
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(', ')}; there are ${Object.keys(steps).join(', ')}.`);
  process.exit(2);
}

// It is fetched, where there is none, while the other steps work.
const chromium = wanted.length === 0 || wanted.includes('e2e') ? ensureChromium() : null;
const total: Count = { passed: 0, failed: 0, skipped: 0 };
const lines: string[] = [];
for (const [name, step] of Object.entries(steps)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n── ${name}`);
  const started = Date.now();
  const count = await step();
  for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += count[key];
  const skipped = count.skipped ? `, ${count.skipped} skipped` : '';
  lines.push(`${name.padEnd(6)} ${count.passed} passed, ${count.failed} failed${skipped} (${Math.round((Date.now() - started) / 1000)} s)`);
}

console.log(`\n${lines.join('\n')}\n`);
if (total.skipped > 0) console.log(`${total.skipped} skipped (not counted)`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
