'use client';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, UserMinus } from 'lucide-react';
import { useState } from 'react';
import { formatInstant, zoneName } from '../format';
import { SmsBubble } from '../templates/sms-bubble';
import { useTRPC } from '../trpc';
import { Button, buttonClass } from '../ui/button';
import { ErrorState } from '../ui/error-state';
import { MailFrame } from '../ui/mail-frame';
import { Segmented } from '../ui/segmented';
import { Skeleton } from '../ui/skeleton';

type View = 'html' | 'text' | 'headers';

/** One message as its reader gets it: the mail without scripts, its plain text, its headers. */
export function MailReader({ id, onBack }: { id: string; onBack: () => void }) {
  const trpc = useTRPC();
  const [view, setView] = useState<View>('html');
  const query = useQuery(trpc.mailbox.get.queryOptions({ id }, { staleTime: Number.POSITIVE_INFINITY }));
  const mail = query.data;
  if (query.isError) return <ErrorState error={query.error} retry={() => query.refetch()} what="the message" />;
  if (!mail)
    return (
      <div className="flex flex-col gap-3 p-5">
        <Skeleton className="h-5 w-2/3" />
        <Skeleton className="w-1/3" />
        <Skeleton className="mt-4 h-64 w-full" />
      </div>
    );
  const unsubscribe = unsubscribeUrl(mail.headers);
  return (
    <article aria-label={mail.subject || 'Text message'} className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-col gap-2 border-b px-4 py-3">
        <div className="flex items-start gap-2">
          <Button variant="ghost" size="iconSm" aria-label="Back to the list" className="lg:hidden" onClick={onBack}>
            <ArrowLeft aria-hidden className="size-4" />
          </Button>
          <h2 className="min-w-0 flex-1 text-base font-semibold break-words">{mail.subject || 'Text message'}</h2>
        </div>
        <dl className="grid grid-cols-[3rem_1fr] gap-x-2 gap-y-0.5 text-xs">
          <dt className="text-ink-3">From</dt>
          <dd className="break-words">{mail.from}</dd>
          <dt className="text-ink-3">To</dt>
          <dd className="break-words">{mail.to}</dd>
          <dt className="text-ink-3">At</dt>
          <dd className="tnum">
            {formatInstant(mail.received_at, undefined, true)} {zoneName(mail.received_at)}
          </dd>
        </dl>
        {mail.channel === 'email' && (
          <div className="flex flex-wrap items-center justify-between gap-2">
            <Segmented
              label="Show"
              value={view}
              onValueChange={setView}
              options={[
                { value: 'html', label: 'Message' },
                { value: 'text', label: 'Plain text' },
                { value: 'headers', label: 'Headers' },
              ]}
            />
            {unsubscribe && (
              <a href={unsubscribe} target="_blank" rel="noopener" className={buttonClass({ size: 'sm' })}>
                <UserMinus aria-hidden className="size-3.5" />
                Unsubscribe
              </a>
            )}
          </div>
        )}
      </div>
      {mail.channel === 'sms' ? (
        <div className="p-4">
          <SmsBubble text={mail.text} />
        </div>
      ) : view === 'html' && mail.html ? (
        <MailFrame title="Message" html={mail.html} links className="min-h-120 flex-1" />
      ) : view === 'headers' ? (
        <dl className="min-h-0 flex-1 overflow-auto p-4 font-mono text-xs">
          {mail.headers.map((header, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a header may repeat
            <div key={i} className="grid gap-x-3 py-1 sm:grid-cols-[12rem_1fr]">
              <dt className="break-words text-ink-3">{header.name}</dt>
              <dd className="break-all">{header.value}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <pre className="min-h-0 flex-1 overflow-auto p-4 font-mono text-xs whitespace-pre-wrap">{mail.text}</pre>
      )}
    </article>
  );
}

/** The web address of the List-Unsubscribe header (RFC 2369), as a mail app offers it. */
function unsubscribeUrl(headers: readonly { name: string; value: string }[]): string | null {
  const header = headers.find((h) => h.name.toLowerCase() === 'list-unsubscribe');
  return header ? (/<(https?:[^>]+)>/.exec(header.value)?.[1] ?? null) : null;
}
