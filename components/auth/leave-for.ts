/** A full load: nothing of the page stays in memory. Never settles, so that a form stays busy until it is gone. */
export function leaveFor(path: string): Promise<never> {
  location.assign(path);
  return new Promise(() => {});
}
