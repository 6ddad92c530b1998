import { cn } from './cn';

// Links open outside, in a tab that the mail cannot reach back from; `_blank` for those that name no target.
const base = '<base target="_blank" rel="noopener">';
// Roughly what mail apps do to mail without a dark design of its own: turn the lightness round, keep hues and pictures.
const darkened = '<style>html{background:#fff;filter:invert(.92) hue-rotate(180deg)}img,video{filter:invert(1) hue-rotate(180deg)}</style>';
const ownDark = /\(\s*prefers-color-scheme\s*:\s*dark\s*\)/g;

type Props = { html: string; title: string; links?: boolean; dark?: boolean; className?: string };

/**
 * Somebody's HTML, shown without scripts, forms or access to this page, in the light or the dark design whatever this page's theme is.
 * `links`: they may be followed, in a new tab.
 */
export function MailFrame({ html, title, links, dark = false, className }: Props) {
  const designed = html.search(ownDark) >= 0;
  const pinned = html.replace(ownDark, dark ? 'all' : 'not all');
  const head = `${base}<style>:root{color-scheme:only ${dark && designed ? 'dark' : 'light'}!important}</style>${dark && !designed ? darkened : ''}`;
  return (
    <iframe
      title={title}
      srcDoc={/<head[^>]*>/i.test(pinned) ? pinned.replace(/<head[^>]*>/i, (tag) => tag + head) : head + pinned}
      sandbox={links ? 'allow-popups allow-popups-to-escape-sandbox' : ''}
      className={cn('mail-frame', className)}
    />
  );
}
