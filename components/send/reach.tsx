'use client';
import type { Channel } from '@/contracts/limits';
import type { SendPreview } from '@/contracts/send';
import { cn } from '../ui/cn';
import { Equation } from '../ui/equation';
import { Skeleton } from '../ui/skeleton';
import { Spinner } from '../ui/spinner';

/** Who is left, and why the others are not: the same query as the send itself. An older figure stays until the new one is here. */
export const Reach = ({ preview, channel, stale }: { preview: SendPreview | undefined; channel: Channel; stale: boolean }) =>
  preview ? (
    <div aria-busy={stale || undefined} className="flex items-center gap-3">
      <Equation
        label="Reach"
        terms={[
          { label: 'in the audience', value: preview.total },
          { label: 'suppressed', value: preview.suppressed, sign: '−', tone: 'warn' },
          { label: channel === 'email' ? 'without email' : 'without phone', value: preview.unreachable, sign: '−', tone: 'warn' },
          { label: 'same address', value: preview.duplicates, sign: '−', tone: 'warn' },
        ]}
        result={{ label: 'will receive', value: preview.will_receive }}
      />
      <Spinner className={cn('text-ink-3', !stale && 'invisible')} />
    </div>
  ) : (
    <Skeleton className="h-9 w-72" />
  );
