'use client';
import { Popover } from '@base-ui/react/popover';
import { useQuery } from '@tanstack/react-query';
import { CircleHelp, Minus, Plus } from 'lucide-react';
import { NamedText } from '../segments/named-text';
import { useTRPC } from '../trpc';
import { buttonClass } from '../ui/button';
import { cn } from '../ui/cn';
import { ErrorState } from '../ui/error-state';
import { popupClass } from '../ui/select';
import { Skeleton } from '../ui/skeleton';

type Props = { audienceId: string; contactId: string; name: string };

/** "Why": what makes one person alike, which uploaded key is theirs, or what they did. */
export const WhyCustom = ({ audienceId, contactId, name }: Props) => (
  <Popover.Root>
    <Popover.Trigger
      aria-label={`Why ${name} is in it`}
      className={buttonClass({ variant: 'ghost', size: 'sm', className: 'relative z-1 px-1.5' })}
    >
      <CircleHelp aria-hidden className="size-3.5" />
      Why
    </Popover.Trigger>
    <Popover.Portal>
      <Popover.Positioner sideOffset={6} align="end" className="z-60 outline-none">
        <Popover.Popup
          className={cn(popupClass, 'max-h-[min(36rem,var(--available-height))] w-[min(28rem,calc(100vw-1rem))] overflow-y-auto p-4')}
        >
          <Popover.Title className="mb-2 text-base font-semibold">{name}</Popover.Title>
          <Reasons audienceId={audienceId} contactId={contactId} />
        </Popover.Popup>
      </Popover.Positioner>
    </Popover.Portal>
  </Popover.Root>
);

function Reasons({ audienceId, contactId }: { audienceId: string; contactId: string }) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.custom.explain.queryOptions({ id: audienceId, contact_id: contactId }, { staleTime: 0, meta: { quiet: true } }),
  );
  if (query.isError && !query.data) return <ErrorState error={query.error} retry={() => query.refetch()} what="the explanation" />;
  if (!query.data) return <Skeleton className="h-24 w-full" />;
  return (
    <>
      <p className="text-sm font-medium">{query.data.summary}</p>
      <ul className="mt-2 flex flex-col gap-1" aria-label="Reasons">
        {query.data.reasons.map((reason) => {
          const Icon = reason.speaks === 'for' ? Plus : Minus;
          return (
            <li key={reason.text} className="flex items-start gap-1.5 text-sm">
              <Icon
                aria-label={`${reason.speaks}:`}
                className={cn('mt-[3px] size-3.5 shrink-0', reason.speaks === 'for' ? 'text-good' : 'text-bad')}
                strokeWidth={2.5}
              />
              <NamedText text={reason.text} />
            </li>
          );
        })}
      </ul>
    </>
  );
}
