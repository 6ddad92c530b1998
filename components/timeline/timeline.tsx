'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import {
  Ban,
  CalendarClock,
  CheckCheck,
  CircleX,
  Eye,
  Flag,
  LogIn,
  LogOut,
  type LucideIcon,
  MailX,
  MousePointerClick,
  Send,
  Sparkles,
  TriangleAlert,
  Workflow,
} from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import type { TimelineEntry } from '@/contracts/events';
import { paged, useTRPC } from '../trpc';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { cn } from '../ui/cn';
import { ErrorState } from '../ui/error-state';
import { Skeleton } from '../ui/skeleton';
import { Time } from '../ui/time';

/** Everything that happened with a contact, newest first. What machines did is there, dimmed. */
export function ContactTimeline({ contactId }: { contactId: string }) {
  const trpc = useTRPC();
  const query = useInfiniteQuery(trpc.tracking.timeline.infiniteQueryOptions({ id: contactId, limit: 25 }, paged));
  const entries = query.data?.pages.flatMap((page) => page.data);
  return (
    <Section title="Timeline" description="Messages and what became of them, events, audiences, automations.">
      {query.isError && !entries && <ErrorState error={query.error} retry={() => query.refetch()} what="the timeline" />}
      {query.isPending && <Loading />}
      {entries?.length === 0 && <p className="text-sm text-ink-3">Nothing happened yet. Messages and events appear here as they come.</p>}
      {entries && entries.length > 0 && (
        <ol className="flex flex-col">
          {entries.map((entry, i) => (
            <Entry key={entry.id} entry={entry} last={i === entries.length - 1} />
          ))}
        </ol>
      )}
      {query.hasNextPage && (
        <div className="mt-3 flex justify-center">
          <Button variant="ghost" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </Section>
  );
}

function Entry({ entry, last }: { entry: TimelineEntry; last: boolean }) {
  const Icon = icons[`${entry.kind}.${entry.type}`] ?? icons[entry.kind] ?? Sparkles;
  const href = hrefOf(entry);
  const words = <span className="break-words">{entry.text}</span>;
  return (
    <li className="flex gap-3">
      <span className="flex flex-col items-center">
        <span
          className={cn(
            'flex size-7 shrink-0 items-center justify-center rounded-full border bg-sunken',
            entry.is_bot ? 'border-dashed text-ink-3' : toneOf(entry),
          )}
        >
          <Icon aria-hidden className="size-3.5" />
        </span>
        {!last && <span aria-hidden className="w-px flex-1 bg-line" />}
      </span>
      <div className={cn('flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-3 text-sm', last ? 'pt-1' : 'pt-1 pb-4')}>
        <span className={cn('min-w-0 flex-1 basis-48', entry.is_bot && 'text-ink-3')}>
          {href ? (
            <Link href={href} className="rounded-sm hover:underline">
              {words}
            </Link>
          ) : (
            words
          )}
          {entry.is_bot && (
            <>
              {' '}
              <Badge>machine</Badge>
            </>
          )}
          {entry.kind === 'event' && <Properties data={entry.data} />}
        </span>
        <span className="text-xs text-ink-3">
          <Time iso={entry.at} />
        </span>
      </div>
    </li>
  );
}

const Properties = ({ data }: { data: Record<string, unknown> }) =>
  Object.keys(data).length > 0 && (
    <code className="mt-0.5 block truncate font-mono text-xs text-ink-3">
      {Object.entries(data)
        .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join(' · ')}
    </code>
  );

function hrefOf(entry: TimelineEntry): Route | null {
  if (entry.send_id) return `/overview/sends/${entry.send_id}` as Route;
  if (entry.audience_id) return `/overview/audiences/${entry.audience_id}` as Route;
  if (entry.automation_id && typeof entry.data.run_id === 'string')
    return `/overview/automations/${entry.automation_id}/runs/${entry.data.run_id}` as Route;
  if (entry.automation_id) return `/overview/automations/${entry.automation_id}` as Route;
  return null;
}

const bad = new Set(['bounced', 'complained', 'failed', 'step_failed', 'unsubscribed']);
const good = new Set(['opened', 'clicked', 'converted', 'delivered']);
function toneOf({ kind, type }: TimelineEntry): string {
  if (kind !== 'event' && bad.has(type)) return 'text-bad';
  return kind === 'message_event' && good.has(type) ? 'text-good' : 'text-ink-2';
}

const icons: Record<string, LucideIcon> = {
  'message.sent': Send,
  'message.scheduled': CalendarClock,
  'message.claimed': CalendarClock,
  'message.sending': CalendarClock,
  'message.failed': CircleX,
  message: Ban,
  'message_event.delivered': CheckCheck,
  'message_event.opened': Eye,
  'message_event.clicked': MousePointerClick,
  'message_event.bounced': MailX,
  'message_event.complained': TriangleAlert,
  'message_event.unsubscribed': Ban,
  'message_event.converted': Flag,
  'audience.entered': LogIn,
  'audience.left': LogOut,
  automation: Workflow,
};

const Loading = () => (
  <div className="flex flex-col gap-4" aria-busy="true">
    <Skeleton className="w-2/3" />
    <Skeleton className="w-1/2" />
    <Skeleton className="w-3/5" />
  </div>
);
