'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import type { AuditEntry } from '@/contracts/audit';
import { formatInstant, zoneName } from '../format';
import { pagedSearch, useTRPC } from '../trpc';
import { Card } from '../ui/card';
import type { Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PageHeader } from '../ui/page-header';
import { PagedTable } from '../ui/paged-table';
import { SearchInput } from '../ui/search-input';
import { Time } from '../ui/time';
import { Tooltip } from '../ui/tooltip';
import { useSearch } from '../use-search';

const pages: Record<string, string> = { aud: 'audiences', con: 'contacts', snd: 'sends', tpl: 'templates' };

/** The page of a public id, where it has one. */
function pageOf(target: string): Route | null {
  const page = pages[target.split('_')[0] ?? ''];
  return page ? (`/overview/${page}/${target}` as Route) : null;
}

const actorKind = { user: 'user', api_key: 'API key', job: 'Muster', webhook: 'webhook', recipient: 'recipient' };

function Target({ target }: { target: string }) {
  const href = pageOf(target);
  const short = target.length > 18 ? `${target.slice(0, 8)}…${target.slice(-6)}` : target;
  return (
    <Tooltip text={target}>
      {href ? (
        <Link
          href={href}
          className="rounded-sm font-mono text-xs whitespace-nowrap underline decoration-line-strong underline-offset-4 hover:decoration-current"
        >
          {short}
        </Link>
      ) : (
        <span className="font-mono text-xs whitespace-nowrap text-ink-2">{short}</span>
      )}
    </Tooltip>
  );
}

const columns: Column<AuditEntry>[] = [
  { id: 'action', header: 'Action', cell: (e) => <code className="font-mono text-xs font-medium">{e.action}</code> },
  {
    id: 'actor',
    header: 'By',
    cell: (e) => (
      <span>
        {e.actor.name ?? actorKind[e.actor.type]}{' '}
        {e.actor.name && <span className="text-xs whitespace-nowrap text-ink-3">{actorKind[e.actor.type]}</span>}
      </span>
    ),
  },
  { id: 'target', header: 'On', from: 'sm', cell: (e) => <Target target={e.target} /> },
  {
    id: 'data',
    header: 'What',
    from: 'md',
    cell: (e) =>
      Object.keys(e.data).length > 0 && (
        <details className="max-w-md text-xs">
          <summary className="truncate font-mono text-ink-3">{JSON.stringify(e.data)}</summary>
          <pre className="mt-1.5 mb-1 overflow-x-auto rounded-md bg-sunken p-2 font-mono whitespace-pre-wrap">
            {JSON.stringify(e.data, null, 2)}
            {`\n\n${formatInstant(e.created_at, undefined, true)} ${zoneName(e.created_at)}\n${e.request_id}`}
          </pre>
        </details>
      ),
  },
  { id: 'when', header: 'When', cell: (e) => <Time iso={e.created_at} /> },
];

/** Who changed what, newest first; nothing in it can be changed. */
export function AuditLog() {
  const trpc = useTRPC();
  const [text, setText, action] = useSearch('action');
  const log = useInfiniteQuery(trpc.audit.list.infiniteQueryOptions({ limit: 50, action }, pagedSearch));
  return (
    <>
      <PageHeader title="Audit log" description="Who changed what, and when. It can be read, never edited." />
      <Card>
        <div className="border-b p-2">
          <SearchInput label="Filter by action" placeholder="audience.csv_imported" value={text} onValueChange={setText} />
        </div>
        <PagedTable
          query={log}
          label="Audit log"
          columns={columns}
          rowKey={(e) => e.id}
          empty={
            <EmptyState icon={ScrollText} title={action ? `No entry with the action “${action}”` : 'Nothing was changed yet'}>
              {action
                ? 'Give an action as it is written in the log, for example send.scheduled.'
                : 'Each change writes a line here, in the same transaction.'}
            </EmptyState>
          }
        />
      </Card>
    </>
  );
}
