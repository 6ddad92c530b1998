import { Download } from 'lucide-react';
import { buttonClass } from '../ui/button';
import { csvHref } from './words';

/** Saves a report as a file. */
export const CsvLink = ({ report, query, label }: { report: string; query: Record<string, string | undefined>; label: string }) => (
  <a href={csvHref(report, query)} download={`${report}.csv`} aria-label={`${label} as CSV`} className={buttonClass({ size: 'sm' })}>
    <Download aria-hidden className="size-3.5" />
    CSV
  </a>
);
