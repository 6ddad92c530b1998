/**
 * Waits until the web server answers, whatever it answers.
 * @throws when `signal` aborts, or after two minutes (a first page of `next dev` on a slow machine)
 */
export async function firstAnswer(host: string, port: number, signal: AbortSignal): Promise<void> {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  const until = Date.now() + 120_000;
  for (;;) {
    signal.throwIfAborted();
    try {
      const answer = await fetch(`http://${name}:${port}/api/health`, { redirect: 'manual', signal });
      await answer.body?.cancel();
      return;
    } catch (cause) {
      if (Date.now() > until) throw new Error('The web server did not answer within two minutes.', { cause });
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }
}
