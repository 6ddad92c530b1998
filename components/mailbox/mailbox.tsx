'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Inbox, Mail, MessageSquare, MousePointerClick, RotateCw, SearchX } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { useOrganization } from '../organization';
import { pagedSearch, useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { cn } from '../ui/cn';
import { EmptyState } from '../ui/empty-state';
import { ErrorState } from '../ui/error-state';
import { PageHeader } from '../ui/page-header';
import { rowsOf } from '../ui/paged-table';
import { SearchInput } from '../ui/search-input';
import { Skeleton } from '../ui/skeleton';
import { Time } from '../ui/time';
import { useSearch } from '../use-search';
import { MailReader } from './mail-reader';

/** What the local catcher took instead of the world: a list, and a pane to read in. */
export function Mailbox() {
  const { demo } = useOrganization();
  const trpc = useTRPC();
  const [text, setText, q] = useSearch();
  const [open, setOpen] = useQueryState('mail', parseAsString.withOptions({ history: 'push' }));
  const query = useInfiniteQuery(
    trpc.mailbox.list.infiniteQueryOptions({ limit: 50, q }, { ...pagedSearch, refetchInterval: 5_000, meta: { quiet: true } }),
  );
  const mails = rowsOf(query);
  if (!demo)
    return (
      <>
        <PageHeader title="Mailbox" />
        <Card>
          <EmptyState icon={Inbox} title="Mail goes out for real here">
            The mailbox shows what the local catcher of a demo took. This Muster has a mail server.
          </EmptyState>
        </Card>
      </>
    );
  return (
    <>
      <PageHeader
        title="Mailbox"
        description="Every email and text message of this demo lands here. Nothing leaves this machine."
        actions={
          <Button onClick={() => query.refetch()} loading={query.isRefetching && !query.isPlaceholderData}>
            <RotateCw aria-hidden className="size-3.5" />
            Refresh
          </Button>
        }
      />
      <Card className="grid lg:h-[calc(100dvh-9rem)] lg:min-h-130 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <div className={cn('flex min-h-0 flex-col lg:border-r', open && 'max-lg:hidden')}>
          <div className="border-b p-2">
            <SearchInput
              label="Search the mailbox"
              placeholder="Address or subject"
              value={text}
              onValueChange={setText}
              className="sm:w-full"
            />
          </div>
          {query.isError && !mails ? (
            <ErrorState error={query.error} retry={() => query.refetch()} what="the mailbox" />
          ) : !mails ? (
            <div className="flex flex-col gap-5 p-4">
              {[1, 2, 3, 4].map((n) => (
                <div key={n} className="flex flex-col gap-2">
                  <Skeleton className="w-40" />
                  <Skeleton className="w-56" />
                </div>
              ))}
            </div>
          ) : mails.length === 0 ? (
            <EmptyState icon={q ? SearchX : Inbox} title={q ? `Nothing matches “${q}”` : 'No mail yet'}>
              {q
                ? 'The search looks at addresses and subjects.'
                : 'Send something to an audience, or send a test of a template, and read it here.'}
            </EmptyState>
          ) : (
            <ul aria-label="Messages" className="min-h-0 flex-1 overflow-y-auto">
              {mails.map((mail) => (
                <li key={mail.id} className="border-b last:border-0">
                  <button
                    type="button"
                    aria-current={open === mail.id || undefined}
                    onClick={() => setOpen(mail.id)}
                    className="flex w-full gap-2.5 px-3.5 py-2.5 text-left outline-offset-[-2px] transition-colors hover:bg-hover aria-[current]:bg-selected"
                  >
                    {mail.channel === 'email' ? (
                      <Mail aria-hidden className="mt-0.5 size-3.5 shrink-0 text-ink-3" />
                    ) : (
                      <MessageSquare aria-hidden className="mt-0.5 size-3.5 shrink-0 text-ink-3" />
                    )}
                    <span className="min-w-0 flex-1">
                      <span className="flex items-baseline justify-between gap-2">
                        <span className="truncate font-medium">{mail.to}</span>
                        <span className="shrink-0 text-xs text-ink-3">
                          <Time iso={mail.received_at} plain />
                        </span>
                      </span>
                      <span className="block truncate text-ink-2">{mail.subject || 'Text message'}</span>
                      <span className="block truncate text-xs text-ink-3">from {mail.from}</span>
                    </span>
                  </button>
                </li>
              ))}
              {query.hasNextPage && (
                <li className="p-2 text-center">
                  <Button variant="ghost" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
                    Load more
                  </Button>
                </li>
              )}
            </ul>
          )}
        </div>
        <div className={cn('flex min-h-0 min-w-0 flex-col', !open && 'max-lg:hidden')}>
          {open ? (
            <MailReader key={open} id={open} onBack={() => setOpen(null)} />
          ) : (
            <EmptyState icon={MousePointerClick} title="Choose a message to read it" />
          )}
        </div>
      </Card>
    </>
  );
}
