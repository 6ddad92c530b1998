'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import type { AdAudience, AdPlan } from '@/contracts/ads';
import { explain } from '../errors';
import { formatNumber, plural } from '../format';
import { useIsOwner } from '../organization';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog';
import { ErrorState } from '../ui/error-state';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { PlanPeople } from './plan-people';
import { PlanSample } from './plan-sample';
import { platformLabel } from './status';

type Change = 'add' | 'remove' | 'unmatched' | 'excluded';
type Props = { ad: AdAudience; open: boolean; onOpenChange: (open: boolean) => void };

/** Who a sync would add and remove now, the people behind each number, and what exactly would leave. Applying begins it. */
export function PlanDialog({ ad, open, onOpenChange }: Props) {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [shown, setShown] = useState<Change | null>(null);
  const plan = useQuery(trpc.ads.plan.queryOptions({ id: ad.id }, { enabled: open, gcTime: 0, staleTime: 0, meta: { quiet: true } }));
  const apply = useMutation(
    trpc.ads.applyPlan.mutationOptions({
      onSuccess: () => {
        toast.success('The sync has begun');
        void queries.invalidateQueries({ queryKey: trpc.ads.pathKey() });
        onOpenChange(false);
      },
    }),
  );
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setShown(null);
        onOpenChange(next);
      }}
      size="lg"
      title={`Plan for ${platformLabel(ad.platform)}`}
      description={`What would change in “${ad.name}” now`}
    >
      <DialogBody>
        {plan.isError && <ErrorState error={plan.error} retry={() => plan.refetch()} what="the plan" />}
        {!plan.data && !plan.isError && <Skeleton className="h-24 w-full" />}
        {plan.data && (
          <>
            <Numbers plan={plan.data} shown={shown} show={setShown} />
            {plan.data.warnings.map((warning) => (
              <Notice key={warning.code} tone="warn">
                {warning.message}
              </Notice>
            ))}
            {shown ? <PlanPeople key={shown} id={ad.id} change={shown} /> : <PlanSample plan={plan.data} platform={ad.platform} />}
          </>
        )}
        {apply.error && <Notice tone="bad">{explain(apply.error).message}</Notice>}
      </DialogBody>
      <DialogFooter>
        <Button onClick={() => onOpenChange(false)}>Close</Button>
        {owner && (
          <Button variant="primary" disabled={!plan.data} loading={apply.isPending} onClick={() => apply.mutate({ id: ad.id })}>
            {!plan.data
              ? 'Apply'
              : plan.data.add + plan.data.remove
                ? `Apply: add ${formatNumber(plan.data.add)}, remove ${formatNumber(plan.data.remove)}`
                : 'Apply: nothing to change'}
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
}

function Numbers({ plan, shown, show }: { plan: AdPlan; shown: Change | null; show: (change: Change | null) => void }) {
  const left = plan.excluded.suppressed + plan.excluded.opted_out;
  const items: [Change, string, number][] = [
    ['add', 'would be added', plan.add],
    ['remove', 'would be removed', plan.remove],
    ['unmatched', 'without a match key', plan.unmatched],
    ['excluded', 'left out', left],
  ];
  const keys = plan.match_keys;
  return (
    <div className="flex flex-col gap-2">
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {items.map(([change, label, n]) => (
          <button
            key={change}
            type="button"
            aria-pressed={shown === change}
            onClick={() => show(shown === change ? null : change)}
            className="rounded-md border px-3 py-2 text-left hover:bg-hover aria-pressed:border-line-strong aria-pressed:bg-selected"
          >
            <span className="block text-lg font-semibold tabular-nums">{formatNumber(n)}</span>
            <span className="block text-xs text-ink-3">{label}</span>
          </button>
        ))}
      </div>
      <p className="text-sm text-ink-2 text-pretty">
        {plural(plan.size_after, 'person', 'people')} of {formatNumber(plan.members)} on the platform afterwards: {formatNumber(keys.email)}{' '}
        by email, {formatNumber(keys.phone)} by phone, {formatNumber(keys.both)} by both.
        {left > 0 &&
          ` Left out: ${formatNumber(plan.excluded.suppressed)} with a suppressed address, ${formatNumber(plan.excluded.opted_out)} who opted out of ads.`}
      </p>
    </div>
  );
}
