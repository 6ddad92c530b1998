'use client';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { Blend, X } from 'lucide-react';
import { parseAsArrayOf, parseAsString, useQueryState } from 'nuqs';
import { mostOverlapping } from '@/contracts/segment';
import { alone, useTRPC } from '../../trpc';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { EmptyState } from '../../ui/empty-state';
import { PageHeader } from '../../ui/page-header';
import { AudienceInput } from '../builder/audience-input';
import { OverlapCount } from './overlap-count';

/** How many contacts audiences share, each with each. The choice is in the URL. */
export function OverlapPage() {
  const trpc = useTRPC();
  const [ids, setIds] = useQueryState('with', parseAsArrayOf(parseAsString).withDefault([]));
  const chosen = [...new Set(ids)].slice(0, mostOverlapping);
  const audiences = useQueries({
    queries: chosen.map((id) => trpc.audiences.get.queryOptions({ id }, { staleTime: 60_000, meta: { quiet: true } })),
  });
  // One that is gone is shown as such, and does not keep the others from being compared.
  const known = chosen.filter((_, at) => audiences[at]?.data);
  const asked = known.length > 1 && audiences.every((audience) => !audience.isLoading);
  const counted = useQuery(
    trpc.segments.overlap.queryOptions(
      { audience_ids: known },
      { ...alone, enabled: asked, staleTime: 60_000, placeholderData: keepPreviousData, meta: { quiet: true } },
    ),
  );
  const nameOf = (at: number) => audiences[at]?.data?.name ?? (audiences[at]?.isError ? 'Unknown audience' : '…');
  const remove = (id: string) => void setIds(chosen.filter((other) => other !== id));
  return (
    <>
      <PageHeader
        parent={{ href: '/overview/segments', label: 'Segments' }}
        title="Overlap"
        description={`How many contacts audiences share. Any kind can be compared, two to ${mostOverlapping} at a time.`}
      />
      <Card className="overflow-visible">
        <div className="flex flex-wrap items-center gap-2 border-b p-3">
          {chosen.map((id, at) => (
            <span key={id} className="flex h-8 items-center gap-1 rounded-md bg-selected pl-2.5 text-sm">
              {nameOf(at)}
              <Button variant="ghost" size="iconSm" aria-label={`Remove ${nameOf(at)}`} onClick={() => remove(id)}>
                <X aria-hidden className="size-3.5" />
              </Button>
            </span>
          ))}
          {chosen.length < mostOverlapping && (
            <div className="w-full sm:w-64" key={chosen.length}>
              <AudienceInput
                value={null}
                without={chosen}
                label="Add an audience"
                placeholder="Add an audience…"
                onChange={(id) => void setIds([...chosen, id])}
              />
            </div>
          )}
        </div>
        {chosen.length < 2 ? (
          <EmptyState icon={Blend} title={chosen.length ? 'Choose one more audience' : 'Choose two audiences or more'}>
            Each is compared with each: how many contacts are in both, and how alike the two are.
          </EmptyState>
        ) : (
          <OverlapCount
            audiences={chosen.map((id, at) => ({ id, name: nameOf(at), gone: audiences[at]?.isError ?? false }))}
            matrix={counted.data}
            counting={counted.isFetching || !asked}
            current={!counted.isPlaceholderData}
            error={counted.error}
            retry={() => void counted.refetch()}
          />
        )}
      </Card>
    </>
  );
}
