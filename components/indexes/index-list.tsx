'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import type { FilterIndex } from '@/contracts/filter-index';
import { formatBytes, formatNumber } from '../format';
import { useIsOwner } from '../organization';
import { useTRPC } from '../trpc';
import { Badge, type Tone } from '../ui/badge';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Time } from '../ui/time';
import { formatMs, Plan } from './plan';

/** Indexes of ours are named so; a plan that reads one names it. */
const usesIndex = (index: FilterIndex) => index.after.plan?.includes('contacts_f_') ?? false;

const tones: Record<FilterIndex['status'], Tone> = { building: 'neutral', ready: 'good', failed: 'bad', dropping: 'neutral' };

/** The indexes of the organization with what they brought; nothing while there is none. */
export function IndexList() {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [dropping, setDropping] = useState<FilterIndex | null>(null);
  const list = useQuery(
    trpc.indexes.list.queryOptions(undefined, {
      refetchInterval: (query) => (query.state.data?.some((i) => i.status === 'building' || i.status === 'dropping') ? 1_500 : false),
    }),
  );
  const drop = useMutation(
    trpc.indexes.drop.mutationOptions({
      onSuccess: () => {
        toast.success(`The index on ${dropping?.field} goes`);
        setDropping(null);
        void queries.invalidateQueries({ queryKey: trpc.indexes.pathKey() });
      },
    }),
  );
  if (!list.data?.length) return null;
  return (
    <Section title="Indexes" flush>
      <ul className="divide-y">
        {list.data.map((index) => (
          <li key={index.id} className="flex flex-col gap-2 p-4">
            <div className="flex flex-wrap items-center gap-2">
              <code className="font-mono text-sm font-medium">{index.field}</code>
              <Badge tone={tones[index.status]}>{index.status}</Badge>
              <span className="text-xs text-ink-3 tnum">
                {index.size_bytes !== null && `${formatBytes(index.size_bytes)} · `}
                {formatNumber(index.scans)} scans
                {index.last_used_at && (
                  <>
                    {' '}
                    · in use as of <Time iso={index.last_used_at} />
                  </>
                )}
              </span>
              {owner && index.status !== 'dropping' && (
                <Button
                  size="sm"
                  variant="ghost"
                  className="ml-auto"
                  onClick={() => setDropping(index)}
                  aria-label={`Drop the index on ${index.field}`}
                >
                  Drop…
                </Button>
              )}
            </div>
            {index.error && <p className="text-sm text-bad">{index.error}</p>}
            <p className="text-sm text-ink-2">
              “{index.words}”{' '}
              {index.before.ms !== null && index.after.ms !== null ? (
                <span className="tnum">
                  took {formatMs(index.before.ms)} before and <strong>{formatMs(index.after.ms)}</strong> after
                  {usesIndex(index) ? '' : '; its plan does not use the index'}.
                </span>
              ) : index.status === 'building' ? (
                'is being timed.'
              ) : (
                'was not timed.'
              )}
            </p>
            <Plan label="Plan before" plan={index.before.plan} />
            <Plan label="Plan after" plan={index.after.plan} />
          </li>
        ))}
      </ul>
      <ConfirmDialog
        open={dropping !== null}
        onOpenChange={(open) => !open && setDropping(null)}
        title={`Drop the index on ${dropping?.field}?`}
        action="Drop index"
        pending={drop.isPending}
        onConfirm={() => dropping && drop.mutate({ id: dropping.id })}
      >
        <p>Filters on it are answered as before it was there, only slower. It can be built again.</p>
      </ConfirmDialog>
    </Section>
  );
}
