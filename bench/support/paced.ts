import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** `taken`: ids of what was answered as taken; `waits`: ms from the moment a request was due until its answer. */
export type Paced = { taken: Set<string>; events: number; seconds: number; waits: number[] };

/** Begins work at its moments, whether the work before is done or not, as the world does; then waits for the rest. Each answers its ids. */
export async function paced(perSecond: number, seconds: number, work: (n: number) => Promise<string[]>): Promise<Paced> {
  const result: Paced = { taken: new Set(), events: 0, seconds: 0, waits: [] };
  const begun = performance.now();
  const total = Math.floor(perSecond * seconds);
  const under: Promise<void>[] = [];
  for (let n = 0; n < total; n++) {
    const due = begun + (n / perSecond) * 1000;
    if (due > performance.now() + 2) await delay(due - performance.now());
    under.push(
      work(n).then((ids) => {
        for (const id of ids) result.taken.add(id);
        result.events += ids.length;
        result.waits.push(performance.now() - due);
      }),
    );
  }
  await Promise.all(under);
  result.seconds = (performance.now() - begun) / 1000;
  return result;
}

export type Answered = { status: number; body: string };
export type Asked = (pathname: string, body: string | null, headers: Record<string, string>) => Promise<Answered>;

/** Asks a server of this machine. A thousand browsers are a thousand connections: what waits for one here would not wait there. */
export function asker(port: number): Asked {
  const agent = new Agent({ keepAlive: true, maxSockets: 1_000 });
  const ask: Asked = (pathname, body, headers) =>
    new Promise((resolve, reject) => {
      const length = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const method = body === null ? 'GET' : 'POST';
      const options = { agent, host: '127.0.0.1', port, path: pathname, method, headers: { ...headers, ...length } };
      const asked = request(options, async (answer) => {
        const chunks: Buffer[] = [];
        for await (const chunk of answer) chunks.push(chunk as Buffer);
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
      });
      asked.on('error', (error: NodeJS.ErrnoException) => {
        // closed by the server for being idle, in the moment in which it was used again: browsers ask anew, too
        if (asked.reusedSocket && error.code === 'ECONNRESET') ask(pathname, body, headers).then(resolve, reject);
        else reject(error);
      });
      asked.end(body ?? undefined);
    });
  return ask;
}
