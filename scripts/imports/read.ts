import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Import } from './layers';

const roots = ['app', 'components', 'contracts', 'filter', 'emails', 'server', 'scripts', 'test', 'e2e', 'bench'];
const code = /\.(ts|tsx|mts|mjs)$/;

/** All source files, from the root, with `/`. */
export function sourceFiles(): string[] {
  const below = roots
    .filter((root) => existsSync(root))
    .flatMap((root) => readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => path.join(root, name)));
  const top = readdirSync('.').filter((name) => code.test(name));
  return [...below, ...top].filter((file) => code.test(file)).map((file) => file.split(path.sep).join('/'));
}

const statement = /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const dynamic = /\bimport\(\s*'([^']+)'\s*\)/g;

/** The imports of a file: static, re-exports, and `import()` of a literal. */
export function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const found = [
    ...[...text.matchAll(statement)].map((match) => ({ name: match[2] ?? '', typeOnly: match[1] !== undefined })),
    ...[...text.matchAll(dynamic)].map((match) => ({ name: match[1] ?? '', typeOnly: false })),
  ];
  return found.map(({ name, typeOnly }) => {
    const own = name.startsWith('.') || name.startsWith('@/');
    const target = name.startsWith('@/') ? name.slice(2) : name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name;
    return { file, target: own ? withExtension(target) : target, own, typeOnly };
  });
}

const withExtension = (target: string) =>
  ['', '.ts', '.tsx', '.mts'].map((end) => target + end).find((name) => code.test(name) && existsSync(name)) ?? target;
