import type { ReactNode } from 'react';
import { Notice } from '../ui/notice';

/** What a form about an account leaves behind: what happened, and what comes next. */
export const Sent = ({ next, children }: { next: ReactNode; children: ReactNode }) => (
  <Notice tone="good">
    <p className="wrap-anywhere">{children}</p>
    <p className="mt-2">{next}</p>
  </Notice>
);
