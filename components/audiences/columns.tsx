'use client';
import { Send, Upload } from 'lucide-react';
import Link from 'next/link';
import type { Audience } from '@/contracts/audience';
import { formatNumber } from '../format';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { type Column, rowLinkClass } from '../ui/data-table';
import { Time } from '../ui/time';
import type { AudienceDrawer } from './audience-drawers';
import { AudienceMenu } from './audience-menu';
import { RowCount } from './row-count';

export const kindLabel = { list: 'List', segment: 'Segment', custom: 'Custom' };

/** Columns of the list; Import and Send only for owners. */
export const audienceColumns = (owner: boolean, open: (drawer: AudienceDrawer, audience: Audience) => void): Column<Audience>[] => [
  {
    id: 'name',
    header: 'Audience',
    cell: (a) => (
      <div className="min-w-0">
        <Link href={a.kind === 'segment' ? `/overview/segments/${a.id}` : `/overview/audiences/${a.id}`} className={rowLinkClass}>
          {a.name}
        </Link>
        <div className="max-w-md truncate text-xs text-ink-3">{a.description || a.slug}</div>
      </div>
    ),
  },
  { id: 'kind', header: 'Kind', from: 'lg', cell: (a) => <Badge tone="outline">{kindLabel[a.kind]}</Badge> },
  {
    id: 'contacts',
    header: 'Contacts',
    numeric: true,
    cell: (a) => (a.contact_count === null ? <RowCount id={a.id} /> : formatNumber(a.contact_count)),
  },
  { id: 'updated', header: 'Updated', from: 'md', cell: (a) => <Time iso={a.updated_at} /> },
  ...(owner
    ? [
        {
          id: 'actions',
          header: <span className="sr-only">Actions</span>,
          className: 'w-px',
          cell: (a: Audience) => (
            <div className="relative z-1 flex justify-end gap-1.5">
              {a.kind === 'list' && (
                <Button size="sm" onClick={() => open('import', a)} aria-label={`Import into ${a.name}`} className="max-sm:w-7 max-sm:px-0">
                  <Upload aria-hidden className="size-3.5" />
                  <span className="max-sm:hidden">Import</span>
                </Button>
              )}
              <Button size="sm" onClick={() => open('send', a)} aria-label={`Send to ${a.name}`} className="max-sm:w-7 max-sm:px-0">
                <Send aria-hidden className="size-3.5" />
                <span className="max-sm:hidden">Send</span>
              </Button>
              <AudienceMenu audience={a} />
            </div>
          ),
        },
      ]
    : []),
];
