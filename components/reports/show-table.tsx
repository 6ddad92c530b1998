import type { ReactNode } from 'react';

/** The same as a chart says, to read line by line. */
export const ShowTable = ({ children }: { children: ReactNode }) => (
  <details className="mt-2 text-sm">
    <summary className="w-fit rounded-sm text-xs text-ink-3 hover:text-ink">Show as a table</summary>
    <div className="-mx-4 mt-2 border-t">{children}</div>
  </details>
);
