import { createServer } from 'node:http';
import next from 'next';
import { stampClient } from '@/server/rest/client-address';
import { securityHeaders } from '@/server/rest/security-headers.mjs';

/*
 * The web server: Next, and ahead of it the paths that thousands of browsers report to. Those are loaded once the first page can be
 * served; until then Next answers them as well, and with --dev always, because it reloads them. Started by scripts/start.ts; on its own,
 * with DATABASE_URL and the rest set.
 */
const hostname = process.env.HOST ?? '127.0.0.1';
const port = Number(process.env.PORT ?? 3000);
const dev = process.argv.includes('--dev');
const app = next({ dev, hostname, port, ...(dev && { turbopack: true }) });
let direct: typeof import('@/server/rest/direct').answerDirectly | undefined;

const [{ readEnv }] = await Promise.all([import('@/server/env'), app.prepare()]);
const proxies = readEnv().TRUST_PROXY;
const handle = app.getRequestHandler();
const server = createServer((request, response) => {
  stampClient(request, proxies);
  if (!direct?.(request, response, securityHeaders)) void handle(request, response);
});
server.listen(port, hostname);
if (!dev) ({ answerDirectly: direct } = await import('@/server/rest/direct'));

/** Requests under way are answered first; scripts/start.ts does not wait for ever. */
function stop(): void {
  server.close(() => process.exit(0));
  setInterval(() => server.closeIdleConnections(), 100);
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
