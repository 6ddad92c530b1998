'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { ChevronRight, SearchX } from 'lucide-react';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import type { Location, TargetingNode, TargetingSource } from '@/contracts/targeting';
import { optionSources, targetingPlatforms } from '@/contracts/targeting';
import { formatDay } from '../format';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { CopyButton } from '../ui/copy-button';
import type { Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PageHeader } from '../ui/page-header';
import { PagedTable } from '../ui/paged-table';
import { SearchInput } from '../ui/search-input';
import { Segmented } from '../ui/segmented';
import { Select } from '../ui/select';
import { useSearch } from '../use-search';

const kinds = ['locations', 'interests', 'options'] as const;
const platformNames = { muster: 'Contacts', facebook: 'Facebook', google: 'Google', tiktok: 'TikTok', linkedin: 'LinkedIn' };

/** Everything that can be targeted, to look up and to copy: the same lists that the builder and the API pick from. */
export function TargetingBrowser() {
  const [kind, setKind] = useQueryState('show', parseAsStringLiteral(kinds).withDefault('locations'));
  const [platform, setPlatform] = useQueryState('platform', parseAsStringLiteral(optionSources).withDefault('facebook'));
  const [parent, setParent] = useQueryState('in', parseAsString);
  const [text, setText, q] = useSearch();
  const sources = kind === 'interests' ? targetingPlatforms : optionSources;
  const chosen = kind === 'interests' && platform === 'muster' ? 'facebook' : platform;
  return (
    <>
      <PageHeader title="Targeting" description="Places, interests and other options, as filters and ads platforms name them." />
      <Card>
        <div className="flex flex-wrap items-center gap-2 border-b p-2">
          <Segmented
            label="What to show"
            value={kind}
            onValueChange={(next) => {
              void setKind(next);
              void setParent(null);
            }}
            options={[
              { value: 'locations', label: 'Locations' },
              { value: 'interests', label: 'Interests' },
              { value: 'options', label: 'Options' },
            ]}
          />
          {kind !== 'locations' && (
            <Select
              aria-label="Platform"
              value={chosen}
              onValueChange={(next) => {
                void setPlatform(next);
                void setParent(null);
              }}
              options={sources.map((value) => ({ value, label: platformNames[value] }))}
            />
          )}
          <SearchInput label="Search by name or code" value={text} onValueChange={setText} />
        </div>
        {kind === 'locations' ? (
          <Locations q={q} country={parent} onOpen={(code) => void setParent(code)} />
        ) : (
          <Nodes kind={kind} platform={chosen} q={q} parent={parent} onOpen={(id) => void setParent(id)} />
        )}
      </Card>
    </>
  );
}

const nothing = (q: string | undefined) => (
  <EmptyState icon={SearchX} title={q ? `Nothing is called “${q}”` : 'Nothing below this'}>
    The search looks at names and codes.
  </EmptyState>
);

type OpenProps = { q: string | undefined; onOpen: (id: string | null) => void };

function Locations({ q, country, onOpen }: OpenProps & { country: string | null }) {
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.targeting.locations.infiniteQueryOptions(
      { limit: 50, q, ...(country ? { country, type: 'region' as const } : q ? {} : { type: 'country' as const }) },
      { getNextPageParam: (page) => page.next_cursor, placeholderData: keepPreviousData },
    ),
  );
  const columns: Column<Location>[] = [
    {
      id: 'name',
      header: 'Name',
      cell: (l) => (l.type === 'country' && !country ? <OpenButton name={l.name} onOpen={() => onOpen(l.code)} /> : l.name),
    },
    { id: 'type', header: 'Kind', from: 'sm', cell: (l) => (l.type === 'country' ? 'Country' : `Region of ${l.parent}`) },
    { id: 'code', header: 'Code', cell: (l) => <Code text={l.code} /> },
  ];
  return (
    <>
      <Trail at={country ? [country] : []} source={list.data?.pages[0]?.source} onOpen={() => onOpen(null)} />
      <PagedTable query={list} label="Locations" columns={columns} rowKey={(l) => l.code} empty={nothing(q)} />
    </>
  );
}

type NodesProps = OpenProps & { kind: 'interests' | 'options'; platform: (typeof optionSources)[number]; parent: string | null };

function Nodes({ kind, platform, q, parent, onOpen }: NodesProps) {
  const trpc = useTRPC();
  const paging = {
    getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor,
    placeholderData: keepPreviousData,
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
    { id: 'id', header: 'Id', from: 'sm', cell: (n) => <Code text={n.platform_id ?? n.id} /> },
  ];
  const names = list.data?.pages[0]?.data[0]?.path ?? [];
  return (
    <>
      <Trail at={parent && !q ? names : []} source={list.data?.pages[0]?.source} onOpen={() => onOpen(parentOf(parent))} />
      <PagedTable
        query={list}
        label={kind === 'interests' ? 'Interests' : 'Options'}
        columns={columns}
        rowKey={(n) => n.id}
        empty={nothing(q)}
      />
    </>
  );
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
  if (kind === 'snapshot') return `Our snapshot of ${name}, ${formatDay(as_of)}: ids are ours until an account is connected`;
  return `${name}, ${/^\d{4}-/.test(as_of) ? formatDay(as_of) : as_of}`;
}
