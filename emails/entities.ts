const named: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  copy: '©',
  reg: '®',
  trade: '™',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  euro: '€',
  pound: '£',
  times: '×',
  rarr: '→',
  larr: '←',
};

/** Markdown text may hold HTML entities; React escapes again, so they are read first. Unknown ones stay as written. */
export const plainText = (s: string): string =>
  s.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,6}));/g, (whole, decimal, hex, name) => {
    if (name) return Object.hasOwn(named, name) ? (named[name] as string) : whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    const allowed = code >= 0x20 && code <= 0x10ffff && (code < 0xd800 || code > 0xf8ff);
    return allowed ? String.fromCodePoint(code) : whole;
  });
