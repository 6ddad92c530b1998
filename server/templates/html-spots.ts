/** Where a variable stands in HTML: text or an ordinary attribute; a whole (or leading) URL; a piece of a URL. */
export type HtmlSpot = 'text' | 'url' | 'url part';

const urlAttributes = new Set(['href', 'src', 'action', 'background', 'cite', 'poster', 'formaction']);

/**
 * The spot between each two neighbouring pieces of literal HTML. Written for our own rendered layout, where every attribute is
 * quoted: it follows tags and quoted attribute values, and never looks at values, so no value can move a later one's spot.
 * A variable leads a URL when nothing precedes it in the attribute and the attribute ends or goes on with `/`, `?` or `#`.
 */
export function htmlSpots(literals: readonly string[]): HtmlSpot[] {
  const spots: HtmlSpot[] = [];
  let inTag = false;
  let attribute = '';
  let quote = '';
  let valueLength = 0;
  for (let i = 0; i < literals.length - 1; i++) {
    const literal = literals[i] as string;
    for (let at = 0; at < literal.length; ) {
      if (quote) {
        const close = literal.indexOf(quote, at);
        valueLength += (close === -1 ? literal.length : close) - at;
        if (close === -1) break;
        quote = '';
        at = close + 1;
      } else if (inTag) {
        const match = /([^\s"'<>/=]+)\s*=\s*(["'])|>/.exec(literal.slice(at));
        if (!match) break;
        at += match.index + match[0].length;
        if (match[0] === '>') inTag = false;
        else {
          attribute = (match[1] as string).toLowerCase();
          quote = match[2] as string;
          valueLength = 0;
        }
      } else {
        const open = /<[a-zA-Z/]/.exec(literal.slice(at));
        if (!open) break;
        at += open.index + 1;
        inTag = true;
      }
    }
    if (!quote || !urlAttributes.has(attribute)) spots.push('text');
    else spots.push(valueLength === 0 && endsOrGoesOn(literals[i + 1] as string, quote) ? 'url' : 'url part');
    if (quote) valueLength += 1;
  }
  return spots;
}

const endsOrGoesOn = (next: string, quote: string) => next.startsWith(quote) || /^[/?#]/.test(next);
