import { readFileSync } from 'node:fs';
import { domainOf, judge, layerOf } from './imports/layers';
import { importsOf, sourceFiles } from './imports/read';

/* Part of `npm run lint`: the direction of imports, the size of files, and where a tenant may be minted. Says where the code belongs. */

const problems: string[] = [];
/** domain → domain, with one import as the witness */
const edges = new Map<string, Map<string, string>>();

for (const file of sourceFiles()) {
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n').length - 1;
  const most = /^(test|e2e)\//.test(file) ? 400 : 300;
  if (lines > most) problems.push(`${file} has ${lines} lines, ${most} at most: split it by what it knows`);
  if (/(^|\/)utils?\.tsx?$/.test(file)) problems.push(`${file}: name the file after what it does`);
  if (/\bas OrgId\b/.test(text) && !mayMint(file)) {
    problems.push(`${file} casts to OrgId: only the gates in server/auth mint a tenant, and jobs re-prove it from a row; take ctx.orgId`);
  }
  for (const one of importsOf(file)) {
    const wrong = judge(one);
    if (wrong) problems.push(`${file} ${wrong}`);
    const [from, to] = [domainOf(file), one.own ? domainOf(one.target) : null];
    if (from && to && from !== to) edges.set(from, (edges.get(from) ?? new Map()).set(to, `${file} imports ${one.target}`));
  }
}

function mayMint(file: string): boolean {
  return ['auth', 'tool'].includes(layerOf(file)) || file.startsWith('server/jobs/') || file === 'server/context.ts';
}

// Depth first; each cycle is told once, by the imports that close it.
const state = new Map<string, 'open' | 'done'>();
function visit(domain: string, trail: string[]): void {
  if (state.get(domain) === 'done') return;
  if (state.get(domain) === 'open') {
    const cycle = [...trail.slice(trail.indexOf(domain)), domain];
    const witnesses = cycle.slice(1).map((to, i) => edges.get(cycle[i] ?? '')?.get(to));
    problems.push(`server/${cycle.join(' → server/')} is a cycle (${witnesses.join('; ')}): pass the value in, or move the verb`);
    return;
  }
  state.set(domain, 'open');
  for (const to of edges.get(domain)?.keys() ?? []) visit(to, [...trail, domain]);
  state.set(domain, 'done');
}
for (const domain of edges.keys()) visit(domain, []);

if (problems.length > 0) {
  console.error(problems.join('\n'));
  console.error(`\n${problems.length} problem${problems.length === 1 ? '' : 's'} of structure`);
  process.exit(1);
}
console.log('Imports point the right way.');
