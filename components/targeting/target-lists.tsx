'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Check, ChevronRight, Plus, SearchX } from 'lucide-react';
import type { Location, optionSources, TargetingNode, TargetingSource } from '@/contracts/targeting';
import { formatDay } from '../format';
import { pagedSearch, useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import type { Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PagedTable } from '../ui/paged-table';

const nothing = (q: string | undefined) => (
  <EmptyState icon={SearchX} title={q ? `Nothing is called “${q}”` : 'Nothing below this'}>
    The search looks at names and codes.
  </EmptyState>
);

/** Choosing from a list: a button in each row stands where the code to copy does else. */
export type Picking = {
  /** Null for a row that only groups others. */
  idOf: (row: Location | TargetingNode, source: TargetingSource | undefined) => string | null;
  has: (id: string) => boolean;
  toggle: (id: string, name: string) => void;
  /** No more may be added. */
  full: boolean;
};
type OpenProps = { q: string | undefined; onOpen: (id: string | null) => void; picking?: Picking };

/** Countries, and the regions of one that was opened. */
export function Locations({ q, country, onOpen, picking }: OpenProps & { country: string | null }) {
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.targeting.locations.infiniteQueryOptions(
      { limit: 50, q, ...(country ? { country, type: 'region' as const } : q ? {} : { type: 'country' as const }) },
      pagedSearch,
    ),
  );
  const source = list.data?.pages[0]?.source;
  const columns: Column<Location>[] = [
    {
      id: 'name',
      header: 'Name',
      cell: (l) => (l.type === 'country' && !country ? <OpenButton name={l.name} onOpen={() => onOpen(l.code)} /> : l.name),
    },
    { id: 'type', header: 'Kind', from: 'sm', cell: (l) => (l.type === 'country' ? 'Country' : `Region of ${l.parent}`) },
    picking ? pickColumn(picking, source) : { id: 'code', header: 'Code', cell: (l) => <Code text={l.code} /> },
  ];
  return (
    <>
      <Trail at={country ? [country] : []} source={source} onOpen={() => onOpen(null)} />
      <PagedTable query={list} label="Locations" columns={columns} rowKey={(l) => l.code} empty={nothing(q)} />
    </>
  );
}

type NodesProps = OpenProps & {
  kind: 'interests' | 'options';
  platform: (typeof optionSources)[number];
  parent: string | null;
  label?: string;
  /** The way up ends here; default: at the top of the tree. */
  root?: string;
};

/** A tree of a platform, one level of it at a time; a search looks below the level that is open. */
export function Nodes({ kind, platform, q, parent, onOpen, picking, label, root }: NodesProps) {
  const trpc = useTRPC();
  const paging = {
    ...pagedSearch,
  };
  const where = { limit: 50, q, parent: parent ?? undefined };
  const interests = useInfiniteQuery({
    ...trpc.targeting.interests.infiniteQueryOptions({ ...where, platform: platform === 'muster' ? 'facebook' : platform }, paging),
    enabled: kind === 'interests',
  });
  const options = useInfiniteQuery({
    ...trpc.targeting.options.infiniteQueryOptions({ ...where, platform }, paging),
    enabled: kind === 'options',
  });
  const list = kind === 'interests' ? interests : options;
  const source = list.data?.pages[0]?.source;
  const columns: Column<TargetingNode>[] = [
    {
      id: 'name',
      header: 'Name',
      cell: (n) => (
        <div>
          {n.children > 0 ? <OpenButton name={n.name} count={n.children} onOpen={() => onOpen(n.id)} /> : n.name}
          {q && n.path.length > 0 && <div className="text-xs text-ink-3">{n.path.join(' › ')}</div>}
        </div>
      ),
    },
    picking ? pickColumn(picking, source) : { id: 'id', header: 'Id', from: 'sm', cell: (n) => <Code text={n.platform_id ?? n.id} /> },
  ];
  const names = list.data?.pages[0]?.data[0]?.path ?? [];
  return (
    <>
      <Trail at={parent && parent !== root && !q ? names : []} source={source} onOpen={() => onOpen(parentOf(parent))} />
      <PagedTable
        query={list}
        label={label ?? (kind === 'interests' ? 'Interests' : 'Options')}
        columns={columns}
        rowKey={(n) => n.id}
        empty={nothing(q)}
      />
    </>
  );
}

function pickColumn<T extends Location | TargetingNode>(picking: Picking, source: TargetingSource | undefined): Column<T> {
  return {
    id: 'pick',
    header: <span className="sr-only">Choose</span>,
    className: 'text-right',
    cell: (row) => {
      const id = picking.idOf(row, source);
      if (id === null) return null;
      const chosen = picking.has(id);
      return (
        <Button
          size="sm"
          aria-label={chosen ? `Remove ${row.name}` : `Add ${row.name}`}
          disabled={!chosen && picking.full}
          onClick={() => picking.toggle(id, row.name)}
        >
          {chosen ? <Check aria-hidden className="size-3.5" /> : <Plus aria-hidden className="size-3.5" />}
          {chosen ? 'Added' : 'Add'}
        </Button>
      );
    },
  };
}

const parentOf = (id: string | null) => (id?.includes('/') ? id.slice(0, id.lastIndexOf('/')) : null);

const Code = ({ text }: { text: string }) => (
  <span className="inline-flex items-center gap-1">
    <code className="font-mono text-xs break-words">{text}</code>
    <CopyButton compact text={text} label={`Copy ${text}`} />
  </span>
);

const OpenButton = ({ name, count, onOpen }: { name: string; count?: number; onOpen: () => void }) => (
  <button type="button" onClick={onOpen} className="inline-flex items-center gap-1 font-medium hover:underline">
    {name}
    {count !== undefined && <span className="text-xs font-normal text-ink-3 tnum">{count}</span>}
    <ChevronRight aria-hidden className="size-3.5 text-ink-3" />
  </button>
);

/** Where in the tree we are, with the way up, and where the list comes from. */
function Trail({ at, source, onOpen }: { at: readonly string[]; source: TargetingSource | undefined; onOpen: () => void }) {
  return (
    <div className="flex min-h-10 flex-wrap items-center gap-2 border-b px-3 py-1.5 text-xs text-ink-3">
      {at.length > 0 && (
        <>
          <Button size="sm" onClick={onOpen}>
            Up
          </Button>
          <span className="text-ink">{at.join(' › ')}</span>
        </>
      )}
      {source && <span className="ml-auto">{sourceWords(source)}</span>}
    </div>
  );
}

function sourceWords({ kind, name, as_of }: TargetingSource): string {
  if (kind === 'platform') return `${name}, asked ${formatDay(as_of)}`;
  if (kind === 'snapshot') return `Our snapshot of ${name}, ${formatDay(as_of)}: the ids in it are ours, not theirs`;
  return `${name}, ${/^\d{4}-/.test(as_of) ? formatDay(as_of) : as_of}`;
}
