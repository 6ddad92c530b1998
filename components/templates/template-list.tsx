'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { FileText, Plus } from 'lucide-react';
import Link from 'next/link';
import type { Template } from '@/contracts/template';
import { useIsOwner } from '../organization';
import { pagedSearch, useTRPC } from '../trpc';
import { Badge } from '../ui/badge';
import { buttonClass } from '../ui/button';
import { Card } from '../ui/card';
import { type Column, rowLinkClass } from '../ui/data-table';
import { EmptyState, NoMatch } from '../ui/empty-state';
import { PageHeader } from '../ui/page-header';
import { PagedTable } from '../ui/paged-table';
import { SearchInput } from '../ui/search-input';
import { Time } from '../ui/time';
import { useSearch } from '../use-search';

const columns: Column<Template>[] = [
  {
    id: 'name',
    header: 'Template',
    cell: (t) => (
      <div className="flex min-w-0 items-center gap-3">
        <span aria-hidden className="h-7 w-1 shrink-0 rounded-full" style={{ background: t.source.accent }} />
        <div className="min-w-0">
          <Link href={`/overview/templates/${t.id}`} className={rowLinkClass}>
            {t.name}
          </Link>
          <div className="truncate font-mono text-xs text-ink-3">{t.slug}</div>
        </div>
      </div>
    ),
  },
  { id: 'subject', header: 'Subject', from: 'md', cell: (t) => <span className="line-clamp-1 max-w-sm">{t.source.subject}</span> },
  {
    id: 'channels',
    header: 'Channels',
    from: 'lg',
    cell: (t) => (
      <span className="flex gap-1">
        <Badge>Email</Badge>
        {t.source.sms.trim() && <Badge>SMS</Badge>}
      </span>
    ),
  },
  { id: 'version', header: 'Version', numeric: true, cell: (t) => t.version },
  { id: 'updated', header: 'Updated', from: 'sm', cell: (t) => <Time iso={t.updated_at} /> },
];

export function TemplateList() {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const [text, setText, q] = useSearch();
  const templates = useInfiniteQuery(trpc.templates.list.infiniteQueryOptions({ limit: 50, q }, pagedSearch));
  const create = (
    <Link href="/overview/templates/new" className={buttonClass({ variant: 'primary' })}>
      <Plus aria-hidden className="size-4" />
      New template
    </Link>
  );
  return (
    <>
      <PageHeader
        title="Templates"
        description="What is sent: an email and, if you like, a text message. Each save is a new version."
        actions={owner && create}
      />
      <Card>
        <div className="border-b p-2">
          <SearchInput label="Search templates" value={text} onValueChange={setText} />
        </div>
        <PagedTable
          query={templates}
          label="Templates"
          columns={columns}
          rowKey={(t) => t.id}
          empty={
            q ? (
              <NoMatch title={`No template matches “${q}”`} clear={() => setText('')} />
            ) : (
              <EmptyState icon={FileText} title="No templates yet" action={owner && create}>
                Write one in Markdown. Names and other values of each contact go in as {'{{name}}'}.
              </EmptyState>
            )
          }
        />
      </Card>
    </>
  );
}
