import Link from 'next/link';
import type { Contact } from '@/contracts/contact';
import { Badge } from '../ui/badge';
import { type Column, rowLinkClass } from '../ui/data-table';
import { Time } from '../ui/time';

/** What to call a contact: the name, else an address. */
export const contactName = (c: Pick<Contact, 'name' | 'email' | 'phone'>) => c.name ?? c.email ?? c.phone ?? 'Contact';

export const contactColumns: Column<Contact>[] = [
  {
    id: 'name',
    header: 'Contact',
    cell: (c) => (
      <div className="min-w-0">
        <Link href={`/overview/contacts/${c.id}`} className={rowLinkClass}>
          {contactName(c)}
        </Link>
        <div className="truncate text-xs text-ink-3">{c.name ? (c.email ?? c.phone) : c.email ? c.phone : null}</div>
      </div>
    ),
  },
  { id: 'phone', header: 'Phone', from: 'xl', cell: (c) => <span className="text-ink-2 tnum">{c.phone ?? <Missing />}</span> },
  { id: 'country', header: 'Country', from: 'md', cell: (c) => c.country ?? <Missing /> },
  {
    id: 'tags',
    header: 'Tags',
    from: 'lg',
    cell: (c) => (
      <div className="flex max-w-56 flex-wrap gap-1">
        {c.tags.slice(0, 3).map((tag) => (
          <Badge key={tag}>{tag}</Badge>
        ))}
        {c.tags.length > 3 && <span className="text-xs text-ink-3">+{c.tags.length - 3}</span>}
        {!c.tags.length && <Missing />}
      </div>
    ),
  },
  { id: 'sent', header: 'Last sent', from: 'md', cell: (c) => <Time iso={c.last_email_sent_at} /> },
  { id: 'updated', header: 'Updated', from: 'sm', cell: (c) => <Time iso={c.updated_at} /> },
];

const Missing = () => <span className="text-ink-3">—</span>;
