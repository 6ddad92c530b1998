'use client';
import { Send } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import type { Audience } from '@/contracts/audience';
import type { Segment } from '@/contracts/segment';
import { RowCount } from '../audiences/row-count';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { type Column, rowLinkClass } from '../ui/data-table';
import { Time } from '../ui/time';
import { NamedText } from './named-text';
import { toAudience } from './to-audience';

/** Columns of the list; Send only for owners. */
export const segmentColumns = (owner: boolean, open: (drawer: 'send', audience: Audience) => void): Column<Segment>[] => [
  {
    id: 'name',
    header: 'Segment',
    cell: (s) => (
      <div className="min-w-0">
        <Link href={`/overview/segments/${s.id}` as Route} className={rowLinkClass}>
          {s.name}
        </Link>
        <div className="line-clamp-2 max-w-xl text-xs text-ink-3">
          <NamedText text={s.description_of_filter.replace(/^./, (c) => c.toUpperCase())} />
        </div>
      </div>
    ),
  },
  { id: 'type', header: 'Type', from: 'sm', cell: (s) => <Badge tone="outline">{s.type === 'static' ? 'Static' : 'Dynamic'}</Badge> },
  { id: 'contacts', header: 'Contacts', numeric: true, cell: (s) => <RowCount id={s.id} /> },
  { id: 'updated', header: 'Updated', from: 'md', cell: (s) => <Time iso={s.updated_at} /> },
  ...(owner
    ? [
        {
          id: 'actions',
          header: <span className="sr-only">Actions</span>,
          className: 'w-px',
          cell: (s: Segment) => (
            <div className="relative z-1 flex justify-end">
              <Button
                size="sm"
                onClick={() => open('send', toAudience(s))}
                aria-label={`Send to ${s.name}`}
                className="max-sm:w-7 max-sm:px-0"
              >
                <Send aria-hidden className="size-3.5" />
                <span className="max-sm:hidden">Send</span>
              </Button>
            </div>
          ),
        },
      ]
    : []),
];
