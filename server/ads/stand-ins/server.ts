import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { AdPlatform } from '@/contracts/ads';
import { behave } from './behave';
import { Crowd, type Row } from './crowd';

/**
 * How a stand-in misbehaves; nothing: it does not. Shares are 0 to 1 and decided by a fixed sequence, so a run repeats.
 * `refuse` picks people by their hash, for good; `stumble` picks them for one request only.
 */
export type Behaviour = {
  /** Every nth upload is refused with the platform's rate limit and this many seconds to wait. */
  throttle?: { every: number; seconds: number };
  /** This share of the uploads ends with a server error; `after`: the people were taken all the same. */
  fail?: { share: number; after?: boolean };
  refuse?: (hash: string) => boolean;
  stumble?: { share: number };
  delayMs?: number;
  /** Tokens that are no longer taken. */
  expired?: Set<string>;
  permission?: boolean;
  /** Google: how often a request is still `PROCESSING` when asked. */
  processing?: number;
  /** Google: what became of a request, when not SUCCESS. */
  outcome?: (reference: string) => { status: 'FAILED' | 'PARTIAL_SUCCESS'; count: number; reason: string } | undefined;
};

export type Heard = { method: string; path: string; query: URLSearchParams; headers: IncomingHttpHeaders; body: unknown };
export type Said = { status: number; body?: unknown; headers?: Record<string, string> };
/** What is common to the four: audiences, misbehaviour, what was heard. */
export type Stage = {
  behaviour: Behaviour;
  crowds: Map<string, Crowd>;
  tokens: Set<string>;
  create(name: string, account: string): Crowd;
  /** The fate of an upload: undefined goes on as documented. */
  fate(): 'throttled' | 'fails' | 'fails-after' | undefined;
  chance(share: number): boolean;
  save(): void;
};
export type Actor = (stage: Stage) => (heard: Heard) => Said;

export type StandIn = {
  platform: AdPlatform;
  url: string;
  stage: Stage;
  /** Each request as it came over the wire: address, headers and body, in one text. */
  onWire(listener: (wire: string) => void): void;
  uploads(): number;
  stop(): Promise<void>;
};

type Options = { port?: number; behaviour?: Behaviour; file?: string; tokens?: string[] };

/** Serves one platform on loopback. With `file`, its audiences outlive the process, as those of a platform do. */
export async function startStandIn(platform: AdPlatform, actor: Actor, options: Options = {}): Promise<StandIn> {
  const listeners: ((wire: string) => void)[] = [];
  const stage = makeStage(options);
  const act = actor(stage);
  let uploads = 0;
  const fate = stage.fate;
  stage.fate = () => {
    uploads++;
    return fate();
  };

  const server = createServer(async (request, response) => {
    const raw = await readText(request);
    const url = new URL(request.url ?? '/', 'http://stand-in');
    for (const listener of listeners) listener(`${request.method} ${request.url}\n${JSON.stringify(request.headers)}\n${raw}`);
    if (stage.behaviour.delayMs) await delay(stage.behaviour.delayMs);
    let said: Said;
    try {
      const heard = {
        method: request.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: bodyOf(raw, request.headers['content-type']),
      };
      if (url.pathname === '/_seen') said = { status: 200, body: seen(stage) };
      else if (url.pathname === '/_behave' && request.method === 'POST') said = behave(stage, heard);
      else said = act(heard);
    } catch (error) {
      said = { status: 500, body: { message: (error as Error).message } };
    }
    response.writeHead(said.status, { 'content-type': 'application/json', ...said.headers });
    response.end(said.body === undefined ? '' : JSON.stringify(said.body));
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    platform,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stage,
    onWire: (listener) => void listeners.push(listener),
    uploads: () => uploads,
    stop: () =>
      new Promise((resolve) => {
        stage.save();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** For people who want to look: `GET /_seen`. */
const seen = (stage: Stage) => ({
  audiences: [...stage.crowds.values()].map((crowd) => ({
    id: crowd.id,
    name: crowd.name,
    account: crowd.account,
    size: crowd.size,
    people: crowd.rows().slice(0, 20),
  })),
});

function bodyOf(raw: string, type = ''): unknown {
  if (!raw) return undefined;
  if (type.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(raw));
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}

type Kept = { id: string; name: string; account: string; rows: Row[] };

function makeStage({ behaviour = {}, file, tokens = [] }: Options): Stage {
  const crowds = new Map<string, Crowd>();
  if (file && existsSync(file))
    for (const kept of JSON.parse(readFileSync(file, 'utf8')) as Kept[])
      crowds.set(kept.id, new Crowd(kept.id, kept.name, kept.account, kept.rows));
  let state = 0x2545f491;
  let calls = 0;
  let waiting: NodeJS.Timeout | undefined;
  const stage: Stage = {
    behaviour,
    crowds,
    tokens: new Set(tokens),
    create(name, account) {
      const last = Math.max(0, ...[...crowds.keys()].map(Number));
      const crowd = new Crowd(String(Math.max(last + 1, 23_850_000_000_001)), name, account);
      crowds.set(crowd.id, crowd);
      later();
      return crowd;
    },
    chance(share) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; // a fixed sequence: runs repeat
      return state / 2 ** 32 < share;
    },
    fate() {
      const { throttle, fail } = stage.behaviour;
      if (throttle && ++calls % throttle.every === 0) return 'throttled';
      if (fail && stage.chance(fail.share)) return fail.after ? 'fails-after' : 'fails';
      later();
      return undefined;
    },
    save() {
      if (!file) return;
      const kept: Kept[] = [...crowds.values()].map((crowd) => ({
        id: crowd.id,
        name: crowd.name,
        account: crowd.account,
        rows: crowd.rows(),
      }));
      writeFileSync(`${file}.new`, JSON.stringify(kept), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
  function later(): void {
    if (!file) return;
    clearTimeout(waiting);
    waiting = setTimeout(stage.save, 500);
    waiting.unref();
  }
  return stage;
}

export const isHash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
