'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { toast } from 'sonner';
import type { Watch } from '@/contracts/membership';
import { formatInstant, plural } from '../format';
import { useIsOwner } from '../organization';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { EmptyState } from '../ui/empty-state';
import { ErrorState } from '../ui/error-state';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { ChangeTable } from './change-table';
import { MembersOnSection } from './members-on-section';
import { SizeSection } from './size-section';

/** Who enters and leaves an audience of any kind: switched on here, or by an automation or a sync of ads. */
export function Activity({ audienceId }: { audienceId: string }) {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const query = useQuery(
    trpc.membership.watch.queryOptions(
      { id: audienceId },
      { refetchInterval: ({ state }) => (state.data?.state === 'stale' ? 1_000 : 5_000) },
    ),
  );
  const set = useMutation(
    trpc.membership.setHistory.mutationOptions({
      onSuccess: (watch) => {
        queries.setQueryData(trpc.membership.watch.queryKey({ id: audienceId }), watch);
        void queries.invalidateQueries({ queryKey: trpc.membership.pathKey() });
        toast.success(watch.history ? 'History is kept from now on' : 'History is no longer kept');
      },
    }),
  );
  const watch = query.data;
  if (query.isError && !watch) return <ErrorState error={query.error} retry={() => query.refetch()} what="the activity" />;
  if (!watch) return <Skeleton className="h-48 w-full" />;
  const button = owner && (
    <Button
      variant={watch.watched ? 'secondary' : 'primary'}
      loading={set.isPending}
      onClick={() => set.mutate({ id: audienceId, on: !watch.history })}
    >
      {watch.history ? 'Stop keeping history' : 'Keep history'}
    </Button>
  );
  if (!watch.watched && !watch.periods.length)
    return (
      <Card>
        <EmptyState icon={History} title="No history is kept" action={button}>
          Once it is, everybody who enters or leaves is noted within a second, with when and why. Automations and ads syncs switch it on for
          the audiences they use.
        </EmptyState>
      </Card>
    );
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm text-ink-2">
        <p className="min-w-0 flex-1">{stateOf(watch)}</p>
        {button}
      </div>
      {watch.state === 'broken' && (
        <Notice tone="warn">This audience cannot be evaluated, so nobody enters or leaves until it can be: {watch.error}</Notice>
      )}
      <SizeSection audienceId={audienceId} />
      <ChangeTable audienceId={audienceId} />
      <MembersOnSection audienceId={audienceId} />
    </div>
  );
}

function stateOf({ watched, history, watchers, periods, size }: Watch): string {
  const last = periods.at(-1);
  if (!watched) return `Followed until ${last?.until ? formatInstant(last.until) : 'it was stopped'}; not any more.`;
  if (!last) return 'Looking who is in …';
  const others = watchers.filter((one) => one !== 'history').length;
  const by = history ? '' : others ? `, for ${plural(others, 'automation or ads sync', 'automations or ads syncs')}` : '';
  return `Followed since ${formatInstant(last.from)}${by}${size === null ? '' : ` · ${plural(size, 'contact')} in now`}.`;
}
