let last: Promise<unknown> = Promise.resolve();

/**
 * Runs one after the other, in the order asked; one that is aborted while it waits is left out. The server counts one at a time anyway, and
 * a browser has six connections to it: more counts that wait there would hold up a search.
 */
export function inTurn<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  const mine = last.then(() => {
    signal.throwIfAborted();
    return run();
  });
  last = mine.catch(() => {});
  return mine;
}
