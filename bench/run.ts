import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { openDatabase } from '@/server/db/client';
import { startEmbeddedPostgres } from '@/server/db/embedded/start';
import { migrate } from '@/server/db/migrate';
import type { Benchmark, Row } from './harness';

/*
 * `npm run bench [-- name ...]`: every benchmark of this folder, or the named ones, each on a fresh database of an embedded PostgreSQL
 * with its durable settings. Prints, and keeps the whole run in RESULTS.md. Exit code 1 when a target was missed.
 */

const here = import.meta.dirname;
const apart = new Set(['run.ts', 'harness.ts']);
const wanted = process.argv.slice(2);
const names = readdirSync(here)
  .filter((file) => file.endsWith('.ts') && !apart.has(file))
  .map((file) => file.slice(0, -3))
  .filter((name) => !wanted.length || wanted.includes(name))
  .sort();
if (!names.length) throw new Error(`there is no benchmark ${wanted.join(', ')}`);

const dataDir = mkdtempSync(path.join(tmpdir(), 'muster-bench-'));
const server = await startEmbeddedPostgres({ dataDir, log: () => {} });
const sections: string[] = [];
let missed = 0;
try {
  for (const file of names) {
    const benchmark = (await import(`./${file}.ts`)) as Benchmark;
    console.log(`\n${benchmark.name}`);
    const rows = await onFreshDatabase(file, benchmark);
    for (const row of rows) console.log(`  ${line(row)}`);
    missed += rows.filter((row) => row.ok === false).length;
    sections.push(section(file, benchmark.name, rows));
  }
} finally {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
keep(sections);
process.exit(missed ? 1 : 0);

async function onFreshDatabase(file: string, benchmark: Benchmark): Promise<Row[]> {
  const name = `bench_${file.replaceAll(/\W/g, '_')}`;
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}`);
  await admin.end();
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  await migrate(url.href);
  const db = openDatabase(url.href);
  try {
    return await benchmark.run({ databaseUrl: url.href, db });
  } finally {
    await db.$client.end({ timeout: 5 });
  }
}

function line({ what, value, unit, limit, ok }: Row): string {
  const verdict = limit === undefined ? '' : `  (must hold ${limit} ${unit}${ok === undefined ? '' : ok ? ': held' : ': MISSED'})`;
  return `${what}: ${value} ${unit}${verdict}`;
}

function section(file: string, name: string, rows: Row[]): string {
  const table = rows.map((r) => {
    const held = r.ok === undefined ? '' : r.ok ? 'yes' : '**no**';
    return `| ${r.what} | ${r.value} ${r.unit} | ${r.limit === undefined ? '' : `${r.limit} ${r.unit}`} | ${held} |`;
  });
  const title = name === file ? '' : `${name}.\n\n`;
  return `## ${file}\n\n${title}| what | measured | must hold | held |\n|---|---|---|---|\n${table.join('\n')}\n`;
}

/** Replaces the sections of what ran and keeps those of what did not. */
function keep(fresh: string[]): void {
  const target = path.join(here, 'RESULTS.md');
  const title = (text: string) => /^## (\S+)/m.exec(text)?.[1] ?? '';
  let old: string[] = [];
  try {
    old = readFileSync(target, 'utf8')
      .split(/^(?=## )/m)
      .slice(1);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const machine = `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, PostgreSQL on the same machine`;
  const dated = fresh.map((text) => text.replace(/\n\n/, `\n\n${new Date().toISOString().slice(0, 10)}, ${machine}. `));
  const kept = new Map([...old, ...dated].map((text) => [title(text), text.trim()]));
  const body = [...kept.keys()].sort().map((key) => kept.get(key));
  writeFileSync(
    target,
    `# Measured\n\n\`npm run bench\` writes this file; \`npm run bench -- send delivery\` only some of it. Ratios matter, absolute times are the machine's.\n\n${body.join('\n\n')}\n`,
  );
}
