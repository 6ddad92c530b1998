import { cn } from './cn';

// Links open outside, in a tab that the mail cannot reach back from; `_blank` for those that name no target.
const base = '<base target="_blank" rel="noopener">';
// Roughly what mail apps do that darken mail which brings no dark design of its own: turn the lightness round, keep hues and pictures.
const darkened = '<style>html{background:#fff;filter:invert(.92) hue-rotate(180deg)}img,video{filter:invert(1) hue-rotate(180deg)}</style>';

type Props = { html: string; title: string; links?: boolean; dark?: boolean; className?: string };

/** Somebody's HTML, shown without scripts, forms or access to this page. `links`: they may be followed, in a new tab. */
export function MailFrame({ html, title, links, dark, className }: Props) {
  const head = base + (dark ? darkened : '');
  return (
    <iframe
      title={title}
      srcDoc={/<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (tag) => tag + head) : head + html}
      sandbox={links ? 'allow-popups allow-popups-to-escape-sandbox' : ''}
      className={cn('mail-frame', className)}
    />
  );
}
