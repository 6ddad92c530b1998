import { Download } from 'lucide-react';
import { buttonClass } from '../ui/button';

/** Where the dashboard's own download of an audience is. */
export const exportHref = (id: string) => `/api/internal/audiences/${id}/export`;

/** Saves who is in an audience as a CSV file. */
export const ExportLink = ({ audience }: { audience: { id: string; name: string } }) => (
  <a href={exportHref(audience.id)} download aria-label={`Export ${audience.name} as CSV`} className={buttonClass()}>
    <Download aria-hidden className="size-3.5" />
    <span className="max-sm:sr-only">Export</span>
  </a>
);
