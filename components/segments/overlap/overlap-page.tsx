'use client';
import { useQueries } from '@tanstack/react-query';
import { Blend, X } from 'lucide-react';
import { parseAsArrayOf, parseAsString, useQueryState } from 'nuqs';
import { alone, useTRPC } from '../../trpc';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { EmptyState } from '../../ui/empty-state';
import { PageHeader } from '../../ui/page-header';
import { AudienceInput } from '../builder/audience-input';
import { OverlapMatrix } from './overlap-matrix';

const most = 8;

/** How many contacts audiences share, each with each. The choice is in the URL. */
export function OverlapPage() {
  const trpc = useTRPC();
  const [ids, setIds] = useQueryState('with', parseAsArrayOf(parseAsString).withDefault([]));
  const chosen = ids.slice(0, most);
  const audiences = useQueries({
    queries: chosen.map((id) => trpc.audiences.get.queryOptions({ id }, { staleTime: 60_000, meta: { quiet: true } })),
  });
  const pairs = chosen.flatMap((a, i) => chosen.slice(i + 1).map((b) => [a, b] as const));
  const overlaps = useQueries({
    queries: pairs.map(([a, b]) => trpc.segments.overlap.queryOptions({ a, b }, { ...alone, staleTime: 60_000, meta: { quiet: true } })),
  });
  const between = (a: string, b: string) => {
    const at = pairs.findIndex(([x, y]) => (x === a && y === b) || (x === b && y === a));
    return { query: overlaps[at], turned: pairs[at]?.[0] === b };
  };
  const nameOf = (at: number) => audiences[at]?.data?.name ?? (audiences[at]?.isError ? 'Unknown audience' : '…');
  return (
    <>
      <PageHeader
        parent={{ href: '/overview/segments', label: 'Segments' }}
        title="Overlap"
        description="How many contacts audiences share. Any kind can be compared, two to eight at a time."
      />
      <Card className="overflow-visible">
        <div className="flex flex-wrap items-center gap-2 border-b p-3">
          {chosen.map((id, at) => (
            <span key={id} className="flex h-8 items-center gap-1 rounded-md bg-selected pl-2.5 text-sm">
              {nameOf(at)}
              <Button
                variant="ghost"
                size="iconSm"
                aria-label={`Remove ${nameOf(at)}`}
                onClick={() => void setIds(chosen.filter((other) => other !== id))}
              >
                <X aria-hidden className="size-3.5" />
              </Button>
            </span>
          ))}
          {chosen.length < most && (
            <div className="w-full sm:w-64" key={chosen.length}>
              <AudienceInput
                value={null}
                without={chosen}
                label="Add an audience"
                placeholder="Add an audience…"
                onChange={(id) => void setIds([...new Set([...chosen, id])])}
              />
            </div>
          )}
        </div>
        {chosen.length < 2 ? (
          <EmptyState icon={Blend} title={chosen.length ? 'Choose one more audience' : 'Choose two audiences or more'}>
            Each is compared with each: how many contacts are in both, and how alike the two are.
          </EmptyState>
        ) : (
          <OverlapMatrix audiences={chosen.map((id, at) => ({ id, name: nameOf(at) }))} between={between} />
        )}
      </Card>
    </>
  );
}
