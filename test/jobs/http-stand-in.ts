import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EmbeddedRunner, type RunnerOptions } from '@/server/jobs/embedded/runner';
import { canonicalJson } from './canonical-json';

type Keys = { signingKey: string; eventKey: string };

/** A fetch-style handler behind a loopback port. */
export async function listen(handle: (request: Request) => Promise<Response>): Promise<{ origin: string; close(): Promise<void> }> {
  const server = createServer(async (incoming, outgoing) => {
    const body = await read(incoming);
    const headers = Object.entries(incoming.headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD';
    const url = `http://${incoming.headers.host}${incoming.url}`;
    const response = await handle(new Request(url, { method: incoming.method, headers, body: hasBody ? body : undefined }));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(await response.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, close: () => close(server) };
}

async function read(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const close = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const secretOf = (signingKey: string): string => signingKey.replace(/^signkey-\w+-/, '');
const hmac = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex');

/**
 * A stand-in for an Inngest server: the embedded runner behind HTTP, with an event key and signatures both ways, so that
 * the application's route, its keys and its environment variables are exercised. It shares the runner's reading of the
 * protocol, so it proves nothing about that: a real server does (INNGEST_E2E_URL).
 */
export class StandIn {
  /** Requests refused for a wrong key, by path. */
  readonly refused: string[] = [];
  private runner?: EmbeddedRunner;
  private server?: Awaited<ReturnType<typeof listen>>;

  constructor(private readonly keys: Keys) {}

  /** Begins to listen; its address is the application's INNGEST_BASE_URL. */
  async listen(): Promise<string> {
    this.server = await listen((request) => this.receive(request));
    return this.server.origin;
  }

  /** Reads the functions at `appUrl` and begins to execute them. */
  async start(appUrl: string, options: Omit<RunnerOptions, 'handler'>): Promise<void> {
    this.runner = await new EmbeddedRunner({ ...options, handler: (request) => this.call(appUrl, request) }).start();
  }

  async close(): Promise<void> {
    await this.runner?.stop();
    await this.server?.close();
  }

  /** Signs a request of the runner, sends it to the application, and checks the signature of the answer. */
  private async call(appUrl: string, request: Request): Promise<Response> {
    const body = canonicalJson(await request.json());
    const seconds = Math.floor(Date.now() / 1000);
    const secret = secretOf(this.keys.signingKey);
    const headers = new Headers(request.headers);
    headers.delete('host');
    headers.set('x-inngest-signature', `t=${seconds}&s=${hmac(secret, `${body}${seconds}`)}`);
    const response = await fetch(appUrl + new URL(request.url).search, { method: request.method, headers, body });
    const text = await response.text();
    const signed = /^t=(\d+)&s=(\w+)$/.exec(response.headers.get('x-inngest-signature') ?? '');
    if (signed?.[2] !== hmac(secret, `${text}${signed?.[1]}`)) throw new Error(`the answer is not signed (${response.status} ${text})`);
    return new Response(text, { status: response.status, headers: response.headers });
  }

  private async receive(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const hashed = createHash('sha256')
      .update(Buffer.from(secretOf(this.keys.signingKey), 'hex'))
      .digest('hex');
    const bearer = request.headers.get('authorization')?.replace(/^Bearer (signkey-\w+-)?/, '');
    const allowed = pathname.startsWith('/e/') ? pathname === `/e/${this.keys.eventKey}` : bearer === hashed;
    if (!allowed || !this.runner) {
      this.refused.push(pathname);
      return Response.json({ status: 401, error: 'authentication failed' }, { status: 401 });
    }
    return this.runner.fetch(request);
  }
}
