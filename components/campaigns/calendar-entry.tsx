import { Repeat } from 'lucide-react';
import Link from 'next/link';
import type { CalendarEntry } from '@/contracts/campaign';
import { formatClock } from '../format';
import { cn } from '../ui/cn';

/** Planned ones are outlined; what was is filled. The word is for who does not see the difference. */
export function Entry({ entry }: { entry: CalendarEntry }) {
  const { run } = entry;
  const said = !run ? (entry.status === 'paused' ? 'paused' : 'planned') : run.status;
  return (
    <Link
      href={`/overview/campaigns/${entry.campaign_id}`}
      className={cn(
        'flex min-w-0 items-center gap-1 rounded-sm border px-1 py-0.5 text-xs hover:underline',
        !run && 'border-line-strong border-dashed bg-surface text-ink-2',
        run && 'border-transparent bg-selected text-ink',
        run && (run.status === 'launching' || run.status === 'running') && 'bg-accent-soft text-accent',
        run?.status === 'finished' && 'bg-good-soft text-good',
        run?.status === 'failed' && 'bg-bad-soft text-bad',
        run?.status === 'skipped' && 'bg-warn-soft text-warn',
      )}
    >
      <span className="shrink-0 tnum">{formatClock(entry.at)}</span>
      <span className="min-w-0 truncate">{entry.name}</span>
      {entry.recurring && <Repeat aria-hidden className="ml-auto size-3 shrink-0 opacity-70" />}
      <span className="sr-only">
        , {said}
        {entry.recurring && ', recurring'}
      </span>
    </Link>
  );
}
