import type { ReactNode } from 'react';

/** A part of the form under its heading. */
export const Part = ({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) => (
  <section aria-label={title} className="flex flex-col gap-3.5 border-b pb-5 last:border-0 last:pb-0">
    <div className="flex min-h-6 items-center justify-between gap-2">
      <h3 className="text-sm font-semibold">{title}</h3>
      {aside}
    </div>
    {children}
  </section>
);
