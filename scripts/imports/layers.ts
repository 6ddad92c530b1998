/*
 * Which part of the house may import which. `app → components → contracts, filter`;
 * `app → server/{trpc,rest,jobs} → server/<domain> → server/{db,filter,channels} → contracts, filter`.
 */

type Layer = 'app' | 'components' | 'contracts' | 'filter' | 'emails' | 'adapter' | 'auth' | 'domain' | 'base' | 'tool';

const adapters = ['trpc', 'rest', 'jobs', 'next'];
const bases = ['db', 'filter', 'channels', 'audit', 'env.ts', 'context.ts'];
/** Files of server/jobs that a domain writes with: an event and the row that carries it. The rest of the folder runs them. */
const outbox = ['server/jobs/outbox.ts', 'server/jobs/events.ts'];

/** @param file from the root, with `/`. Tests, scripts and configuration are tools: they may import anything, nothing imports them. */
export function layerOf(file: string): Layer {
  const [top = '', second = ''] = file.split('/');
  if (top !== 'server') return ['app', 'components', 'contracts', 'filter', 'emails'].includes(top) ? (top as Layer) : 'tool';
  if (outbox.includes(file) || bases.includes(second)) return 'base';
  if (second === 'auth') return 'auth';
  return adapters.includes(second) ? 'adapter' : 'domain';
}

/** The domain that a file of server/ belongs to, or null. */
export const domainOf = (file: string): string | null => (layerOf(file) === 'domain' ? (file.split('/')[1] ?? null) : null);

const may: Record<Layer, Layer[]> = {
  app: ['app', 'components', 'contracts', 'filter', 'adapter', 'auth'],
  components: ['components', 'contracts', 'filter'],
  contracts: ['contracts', 'filter'],
  filter: ['filter', 'contracts'],
  emails: ['emails', 'contracts'],
  adapter: ['adapter', 'auth', 'domain', 'base', 'contracts', 'filter'],
  auth: ['auth', 'base', 'contracts'],
  domain: ['domain', 'auth', 'base', 'contracts', 'filter', 'emails'],
  base: ['base', 'contracts', 'filter'],
  tool: ['app', 'components', 'contracts', 'filter', 'emails', 'adapter', 'auth', 'domain', 'base', 'tool'],
};

const advice: Partial<Record<Layer, string>> = {
  app: 'a page or route only wires things: call it through server/trpc, server/rest or server/jobs',
  components: 'a component gets data through tRPC and may only `import type` from server/trpc/root; shapes belong in contracts/',
  contracts: 'what crosses a boundary is isomorphic: move the code that needs a server into a verb in server/<domain>/',
  filter: 'the language is pure: SQL belongs in server/filter/',
  emails: 'an email gets everything as props from server/templates/',
  auth: 'what a gate needs from a domain belongs in server/auth/ or in server/db/',
  domain: 'a verb knows no adapter: the adapter in server/trpc, server/rest or server/jobs calls the verb',
  base: 'the database, filter and channels know no domain: move the rule into a verb, or pass in what it needs',
};

export interface Import {
  file: string;
  /** A file of ours, from the root; or the name of a package. */
  target: string;
  own: boolean;
  typeOnly: boolean;
}

/** @returns what is wrong with an import and where the code belongs, or null. */
export function judge({ file, target, own, typeOnly }: Import): string | null {
  const from = layerOf(file);
  if (!own) return judgePackage(file, from, target);
  const to = layerOf(target);
  if (from === 'components' && typeOnly && target.startsWith('server/trpc/root')) return null;
  // Settings are read where they are needed; these two routes are adapters themselves: health, and the functions under Inngest.
  if (from === 'app' && (target === 'server/env.ts' || (to === 'base' && /^app\/api\/(health|inngest)\//.test(file)))) return null;
  if (may[from].includes(to)) return null;
  return `imports ${target}: ${to === 'tool' ? 'nothing of the product imports scripts, tests or configuration' : (advice[from] ?? '')}`;
}

function judgePackage(file: string, from: Layer, name: string): string | null {
  if (name === 'server-only') return 'imports server-only, which throws in the worker and in tests; this check keeps the sides apart';
  const react = name === 'react' || name === 'react-dom' || name === 'next' || /^(react|react-dom|next)\//.test(name);
  const pure = from === 'domain' || from === 'base' || from === 'contracts' || from === 'filter';
  if (react && pure && !file.startsWith('server/templates/')) return `imports ${name}: it belongs in app/, components/ or an adapter`;
  return null;
}
