'use client';
import { CircleCheck } from 'lucide-react';
import Link from 'next/link';
import type { Channel } from '@/contracts/limits';
import type { SendAccepted } from '@/contracts/send';
import { formatInstant, formatNumber, plural, zoneName } from '../format';
import { Button, buttonClass } from '../ui/button';
import { DrawerBody, DrawerFooter } from '../ui/drawer';
import { Equation } from '../ui/equation';
import { Notice } from '../ui/notice';

type Props = { accepted: SendAccepted[]; channel: Channel; onClose: () => void };

/** The send was accepted: its equation, its times, and the way to it. */
export function SendDone({ accepted, channel, onClose }: Props) {
  const sum = (key: 'total' | 'scheduled' | 'suppressed' | 'unreachable' | 'duplicates') => accepted.reduce((n, send) => n + send[key], 0);
  const first = accepted[0];
  if (!first) return null;
  const warnings = [...new Set(accepted.flatMap((send) => send.warnings.map((w) => w.message)))];
  return (
    <>
      <DrawerBody className="flex flex-col gap-5">
        <div role="status" className="flex items-start gap-3">
          <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-good" />
          <div>
            <h3 className="text-base font-semibold">{plural(sum('scheduled'), 'message')} scheduled</h3>
            <p className="text-sm text-ink-3">
              From {formatInstant(first.starts_at)} {zoneName(first.starts_at)} ({formatInstant(first.starts_at, 'UTC')} UTC)
              {first.ends_at !== first.starts_at && ` until ${formatInstant(first.ends_at)}`}
              {first.estimate && '. The audience is evaluated again when it starts, so the figures may change.'}
            </p>
          </div>
        </div>
        <Equation
          label="Accepted"
          className="rounded-lg border bg-sunken px-4 py-3"
          resultFirst
          result={{ label: 'total', value: sum('total') }}
          terms={[
            { label: 'scheduled', value: sum('scheduled'), tone: 'good' },
            { label: 'suppressed', value: sum('suppressed'), tone: 'warn' },
            { label: channel === 'email' ? 'without email' : 'without phone', value: sum('unreachable'), tone: 'warn' },
            { label: 'duplicates', value: sum('duplicates'), tone: 'warn' },
          ]}
        />
        {warnings.map((message) => (
          <Notice key={message} tone="warn">
            {message}
          </Notice>
        ))}
        {accepted.length > 1 && (
          <ul className="divide-y rounded-lg border">
            {accepted.map((send, i) => (
              <li key={send.send_id} className="flex items-center justify-between gap-3 px-4 py-2 text-sm">
                <Link href={`/overview/sends/${send.send_id}`} className="font-medium underline-offset-4 hover:underline">
                  Slice {i + 1} of {accepted.length}
                </Link>
                <span className="text-ink-3 tnum">{formatNumber(send.scheduled)} messages</span>
              </li>
            ))}
          </ul>
        )}
      </DrawerBody>
      <DrawerFooter>
        <Button onClick={onClose}>Close</Button>
        <Link
          href={accepted.length > 1 ? '/overview/sends' : `/overview/sends/${first.send_id}`}
          className={buttonClass({ variant: 'primary' })}
        >
          {accepted.length > 1 ? 'Watch the sends' : 'Watch the send'}
        </Link>
      </DrawerFooter>
    </>
  );
}
