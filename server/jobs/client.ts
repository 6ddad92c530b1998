import { Inngest, type Logger } from 'inngest';

type Fetch = typeof globalThis.fetch;

const quiet: Logger = {
  info() {},
  debug() {},
  warn: (...args) => console.warn('[jobs]', ...args),
  error: (...args) => console.error('[jobs]', ...args),
};

/**
 * The client that the functions are made with. With `fetch` (the embedded runner's) its events and checkpoints never leave the
 * process; without, Inngest's own environment variables say where they go.
 */
export const jobsClient = (fetch?: Fetch): Inngest =>
  new Inngest({ id: 'muster', logger: quiet, ...(fetch ? { isDev: true, fetch } : {}) });
