'use client';
import type { Send } from '@/contracts/send';
import { formatInstant, formatNumber, formatRelative, formatShare, zoneName } from '../format';
import { Section } from '../ui/card';
import { Equation } from '../ui/equation';
import { Notice } from '../ui/notice';
import { Progress } from '../ui/progress';
import { Skeleton } from '../ui/skeleton';
import { ledgerTerms, progressOf } from './status';

/** How far it is, and the ledger as a sum that closes at every moment. */
export function SendProgress({ send }: { send: Send | undefined }) {
  if (!send)
    return (
      <Section title="Progress">
        <Skeleton className="mb-4 h-1.5 w-full" />
        <Skeleton className="h-9 w-2/3" />
      </Section>
    );
  const { settled, of } = progressOf(send.counts);
  return (
    <Section title="Progress">
      <div className="mb-1.5 flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
        <span role="status" className="font-medium tnum">
          {formatNumber(settled)} of {formatNumber(of)} · {formatShare(settled, of)}
        </span>
        <span className="text-xs text-ink-3">{timing(send)}</span>
      </div>
      <Progress label="Delivery" value={of ? settled / of : 1} className="mb-5" />
      <Equation label="Ledger" resultFirst result={{ label: 'total', value: send.counts.total }} terms={ledgerTerms(send.counts)} />
      {send.counts.unknown > 0 && (
        <Notice tone="warn" className="mt-4">
          {formatNumber(send.counts.unknown)} were on their way when the connection to the mail server, or Muster itself, broke. Whether
          they arrived cannot be known, so they are not sent again and not counted as sent.
        </Notice>
      )}
    </Section>
  );
}

function timing(send: Send): string {
  if (send.finished_at) return `finished ${formatRelative(send.finished_at)}`;
  if (send.status === 'scheduled')
    return `starts ${formatRelative(send.starts_at)}, ${formatInstant(send.starts_at)} ${zoneName(send.starts_at)}`;
  if (send.status === 'cancelled') return 'cancelled';
  if (send.paused_at) return `paused ${formatRelative(send.paused_at)}; on resuming the rest keeps its spacing`;
  if (send.subject_test?.status === 'running' && send.subject_test.decides_at)
    return `the rest waits for the test, decided ${formatRelative(send.subject_test.decides_at)}`;
  return send.ramp_minutes ? `the last message is due ${formatRelative(send.ends_at)}` : '';
}
