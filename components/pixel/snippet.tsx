'use client';
import { CopyButton } from '../ui/copy-button';

/** Code to copy. */
export const Snippet = ({ title, code }: { title: string; code: string }) => (
  <figure>
    <figcaption className="mb-1 flex items-center justify-between gap-2 text-xs text-ink-2">
      {title}
      <CopyButton compact text={code} label={`Copy: ${title}`} />
    </figcaption>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
    <pre tabIndex={0} className="overflow-x-auto rounded-md border bg-sunken p-3 font-mono text-xs">
      {code}
    </pre>
  </figure>
);
