const policy =
  "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; font-src data:; form-action 'none'; base-uri 'none'";

/**
 * A foreign document for an `<iframe sandbox>`: a policy of no scripts and no requests but images comes before anything it says, so
 * neither a comment nor an early tag of its own can get ahead of it. Links open in a new tab.
 */
export const sandboxed = (html: string): string =>
  `<!doctype html><base target="_blank"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer">${html}`;
