'use client';
import { useQuery } from '@tanstack/react-query';
import { Minus, Plus } from 'lucide-react';
import { NamedText } from '../segments/named-text';
import { WhyPopover } from '../segments/why/why-popover';
import { useTRPC } from '../trpc';
import { cn } from '../ui/cn';
import { ErrorState } from '../ui/error-state';
import { Skeleton } from '../ui/skeleton';

type Props = { audienceId: string; contactId: string; name: string };

/** "Why": what makes one person alike, which uploaded key is theirs, or what they did. */
export const WhyCustom = ({ audienceId, contactId, name }: Props) => (
  <WhyPopover name={name}>
    <Reasons audienceId={audienceId} contactId={contactId} />
  </WhyPopover>
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
