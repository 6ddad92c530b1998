import { cn } from './cn';

// Links open outside, in a tab that the mail cannot reach back from; `_blank` for those that name no target.
const base = '<base target="_blank" rel="noopener">';

type Props = { html: string; title: string; links?: boolean; className?: string };

/** Somebody's HTML, shown without scripts, forms or access to this page. `links`: they may be followed, in a new tab. */
export const MailFrame = ({ html, title, links, className }: Props) => (
  <iframe
    title={title}
    srcDoc={/<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + base) : base + html}
    sandbox={links ? 'allow-popups allow-popups-to-escape-sandbox' : ''}
    className={cn('mail-frame', className)}
  />
);
