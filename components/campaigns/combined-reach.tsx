'use client';
import type { CampaignPreview } from '@/contracts/campaign';
import { plural } from '../format';
import { cn } from '../ui/cn';
import { Equation, type Term } from '../ui/equation';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { Spinner } from '../ui/spinner';

type Props = { preview: CampaignPreview | undefined; stale: boolean; empty: boolean };

/** Everybody included, less those left out and those nobody can reach: the predicates of the launch itself. */
export function CombinedReach({ preview, stale, empty }: Props) {
  if (empty) return <p className="text-sm text-ink-3">Choose an audience to see who the campaign reaches.</p>;
  if (!preview) return <Skeleton className="h-9 w-72" />;
  const terms: Term[] = [
    { label: 'included', value: preview.included },
    { label: 'excluded', value: preview.excluded, sign: '−', tone: 'warn' },
    ...(preview.received_before ? [{ label: 'had it before', value: preview.received_before, sign: '−', tone: 'warn' } as const] : []),
    { label: 'suppressed', value: preview.suppressed, sign: '−', tone: 'warn' },
    { label: 'no address', value: preview.unreachable, sign: '−', tone: 'warn' },
  ];
  return (
    <div aria-busy={stale || undefined} className="flex flex-col gap-3">
      <div className="flex items-center gap-3">
        <Equation label="Reach" terms={terms} result={{ label: 'will receive', value: preview.will_receive }} />
        <Spinner className={cn('text-ink-3', !stale && 'invisible')} />
      </div>
      {preview.channels.length > 1 && (
        <p className="text-xs text-ink-3">
          {preview.channels
            .map((each) => `${plural(each.will_receive, 'person', 'people')} by ${each.channel === 'email' ? 'email' : 'SMS'}`)
            .join(', ')}
          . Each gets one message, by the first channel that reaches them.
        </p>
      )}
      {preview.sends > preview.channels.length && (
        <Notice>More than 10,000 people: a launch makes {preview.sends} sends. They do not overlap and leave nobody out.</Notice>
      )}
    </div>
  );
}
