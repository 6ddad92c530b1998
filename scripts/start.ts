import path from 'node:path';
import type { Told } from '@/server/channels/catcher/told';
import type { Env } from '@/server/env';
import { readSettings } from './settings';
import { ensureBuild } from './start/build';
import { findProblems } from './start/checks';
import { type Child, startChild } from './start/children';
import { keptSecret, takeFolder } from './start/kept';
import { whenNpmDies } from './start/npm';
import { firstAnswer } from './start/web';

/*
 * `npm start` and `npm run dev`: one line from a clone to a running Muster. This process holds the embedded PostgreSQL and the catcher;
 * the web server and the worker are its children. Whatever ends unasked ends everything, with one line that says what it was.
 */

const dev = process.argv.includes('--dev');
const log = (line: string) => console.log(line);
const stopped = new AbortController();
/** What is running, in the order in which it was started. */
const running: { stop(): Promise<void> | void }[] = [];
const children: Child[] = [];

async function start(): Promise<void> {
  const here = process.cwd();
  process.chdir(path.resolve(import.meta.dirname, '..'));
  const env = readSettings({ NODE_ENV: dev ? 'development' : 'production' });
  const dataDir = path.resolve(here, env.MUSTER_DATA_DIR);
  const problems = await findProblems({ ...env, MUSTER_DATA_DIR: dataDir });
  if (problems.length > 0) throw new Error(problems.join('\n'));

  const release = takeFolder(dataDir);
  running.push({ stop: release });
  if (!dev) await ensureBuild(log, stopped.signal);
  const settled = await startServices(env, dataDir);
  // For the children, and for the verbs that make the demo in this process.
  Object.assign(process.env, settled);

  running.push({ stop: stopChildren });
  launch('web server', ['--import', 'tsx', 'scripts/web.ts', ...(dev ? ['--dev'] : [])]);
  const [made] = await Promise.all([env.MUSTER_DEMO ? demo(dataDir) : null, firstAnswer(env.HOST, env.PORT, stopped.signal)]);
  stopped.signal.throwIfAborted();
  // After the first page, so as not to slow it down. With Inngest, the web process serves the functions and sends the events.
  if (env.JOBS === 'embedded') launch('worker', ['--import', 'tsx', 'scripts/worker.ts']);
  const { announce } = await import('./start/announce');
  log(announce(env.APP_URL, made));
}

/** @returns the settings that the rest needs, each a variable of server/env.ts. */
async function startServices(env: Env, dataDir: string): Promise<Record<string, string>> {
  // Loaded while PostgreSQL starts.
  const loading = Promise.all([import('@/server/db/migrate'), env.SMTP_URL ? null : import('@/server/channels/catcher/start')]);
  const url = env.DATABASE_URL ?? (await startPostgres(dataDir));
  const [{ migrate }, catcher] = await loading;
  stopped.signal.throwIfAborted();
  const [caught, ads] = await Promise.all([
    catcher && startCatcher(catcher, url),
    env.MUSTER_DEMO ? startAds(env, dataDir) : {},
    migrate(url),
  ]);
  stopped.signal.throwIfAborted();
  return {
    NODE_ENV: env.NODE_ENV,
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: url,
    APP_URL: env.APP_URL,
    HOST: env.HOST,
    PORT: String(env.PORT),
    MUSTER_DATA_DIR: dataDir,
    MUSTER_SECRET: env.MUSTER_SECRET ?? keptSecret(dataDir),
    MUSTER_DEMO: env.MUSTER_DEMO ? 'on' : 'off',
    ...(caught
      ? { BOUNCE_DOMAIN: env.BOUNCE_DOMAIN ?? 'bounces.muster.test', SMTP_URL: caught.smtpUrl, SMS_URL: env.SMS_URL ?? caught.smsUrl }
      : {}),
    ...ads,
  };
}

/** The demo's ads platforms, unless one is set: then calls go to the real ones. */
async function startAds(env: Env, dataDir: string): Promise<Record<string, string>> {
  if (env.ADS_FACEBOOK_URL || env.ADS_GOOGLE_URL || env.ADS_TIKTOK_URL || env.ADS_LINKEDIN_URL) return {};
  const { standInEnv, startStandIns } = await import('@/server/ads/stand-ins/start');
  const standIns = await startStandIns({ dir: dataDir });
  running.push({ stop: () => standIns.stopAll() });
  return standInEnv(standIns);
}

async function startCatcher(module: typeof import('@/server/channels/catcher/start'), databaseUrl: string) {
  const catcher = await module.startCatcher({ databaseUrl, log, told: await reports(databaseUrl) });
  running.push({ stop: () => catcher.stop() });
  return catcher;
}

/** The catcher stands in for a provider: what it delivers and what comes back to it is recorded as a provider's webhooks are. */
async function reports(databaseUrl: string): Promise<Told> {
  const [{ openDatabase }, { recordDelivered }, { takeReturnedMail }] = await Promise.all([
    import('@/server/db/client'),
    import('@/server/tracking/record-delivered'),
    import('@/server/tracking/take-returned-mail'),
  ]);
  const db = openDatabase(databaseUrl, { max: 2, name: 'muster catcher reports' });
  running.push({ stop: () => db.$client.end({ timeout: 5 }) });
  return {
    delivered: (messageId) =>
      void recordDelivered(db, messageId).catch((error: Error) => log(`A delivery was not recorded: ${error.message}`)),
    returned: (to, raw) => takeReturnedMail(db, { to, raw }),
  };
}

async function startPostgres(dataDir: string): Promise<string> {
  const { startEmbeddedPostgres } = await import('@/server/db/embedded/start');
  const server = await startEmbeddedPostgres({ dataDir: path.join(dataDir, 'postgres'), log });
  const watch = setInterval(() => {
    if (!server.alive()) finishOnce(1, 'PostgreSQL ended.');
  }, 1_000).unref();
  running.push({
    stop() {
      clearInterval(watch);
      return server.stop();
    },
  });
  return server.url;
}

async function demo(dataDir: string) {
  const { ensureDemo } = await import('./demo');
  return ensureDemo(dataDir, log);
}

function launch(name: string, args: string[]): void {
  const child = startChild(name, args, process.env);
  children.push(child);
  void child.ended.then((line) => finishOnce(1, line));
}

async function stopChildren(): Promise<void> {
  await Promise.all(children.map((child) => child.stop(10_000)));
}

/** Stops what runs, last started first, and ends this process. A second Ctrl-C does not wait for the children. */
async function finish(code: number, line?: string): Promise<void> {
  if (line) console.error(line);
  stopped.abort(new Error('stopped'));
  await started.catch(() => {}); // a step that was under way may still start something
  for (let part = running.pop(); part; part = running.pop()) {
    try {
      await part.stop();
    } catch (error) {
      console.error(`While stopping: ${(error as Error).message}`);
      code = 1;
    }
  }
  process.exit(code);
}

let asked = 0;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!asked) finishOnce(0, '\nStopping ...');
    // Npm and the terminal may both pass on one Ctrl-C; a later one is meant.
    else if (Date.now() - asked > 1_000) for (const child of children) void child.stop(0);
    asked ||= Date.now();
  });
}

let finishing = false;
function finishOnce(code: number, line?: string): void {
  if (finishing) return;
  finishing = true;
  void finish(code, line);
}

if (process.env.npm_lifecycle_event) whenNpmDies(() => finishOnce(1));

const started = start();
started.catch((error: Error) => {
  if (stopped.signal.aborted) return;
  finishOnce(1, process.env.MUSTER_VERBOSE ? error.stack : error.message);
});
