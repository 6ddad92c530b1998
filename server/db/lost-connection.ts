/**
 * postgres.js 3.4 writes the ROLLBACK of a transaction whose connection has gone to a socket that is null, from a timer, where nobody can
 * catch it (porsager/postgres issues 1066, 1154, 1208). The transaction itself has been rejected properly by then, so the process
 * may go on: a restart of PostgreSQL must not end it. Every other uncaught error ends it, as it would without this.
 */
export function surviveLostConnections(log: (line: string) => void): void {
  process.on('uncaughtException', (error) => {
    if (isWriteAfterClose(error)) return log('A connection to PostgreSQL was lost in the middle of a transaction, which was rolled back.');
    console.error(error);
    process.exit(1);
  });
}

const isWriteAfterClose = (error: unknown): boolean =>
  error instanceof TypeError && /nextWrite .*postgres.+connection\.js/.test(error.stack ?? '');
