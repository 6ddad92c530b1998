import type { MessageStatus, Send, SendCounts } from '@/contracts/send';
import { Badge, type Tone } from '../ui/badge';
import type { Term } from '../ui/equation';

const sendTone: Record<Send['status'], Tone> = {
  scheduled: 'accent',
  sending: 'accent',
  paused: 'warn',
  finished: 'good',
  cancelled: 'neutral',
};
const sendLabel: Record<Send['status'], string> = {
  scheduled: 'Scheduled',
  sending: 'Sending',
  paused: 'Paused',
  finished: 'Finished',
  cancelled: 'Cancelled',
};

export const SendStatus = ({ status }: { status: Send['status'] }) => (
  <Badge tone={sendTone[status]}>
    {status === 'sending' && <span aria-hidden className="size-1.5 animate-pulse-soft rounded-full bg-accent" />}
    {sendLabel[status]}
  </Badge>
);

const messageTone: Record<MessageStatus, Tone> = {
  scheduled: 'neutral',
  claimed: 'neutral',
  sending: 'accent',
  sent: 'good',
  failed: 'bad',
  suppressed: 'warn',
  unreachable: 'warn',
  duplicate: 'warn',
  cancelled: 'neutral',
  unknown: 'bad',
};

export const MessageStatusBadge = ({ status }: { status: MessageStatus }) => (
  <Badge tone={messageTone[status]}>{status === 'claimed' ? 'scheduled' : status}</Badge>
);

/** The figures of a ledger in the order of a message's life; they add up to its total. */
export const ledgerTerms = (counts: SendCounts): Term[] => [
  { label: 'scheduled', value: counts.scheduled },
  { label: 'sending', value: counts.sending },
  { label: 'sent', value: counts.sent, tone: 'good' },
  { label: 'failed', value: counts.failed, tone: 'bad' },
  { label: 'suppressed', value: counts.suppressed, tone: 'warn' },
  { label: 'unreachable', value: counts.unreachable, tone: 'warn' },
  { label: 'duplicates', value: counts.duplicates, tone: 'warn' },
  { label: 'cancelled', value: counts.cancelled },
  { label: 'unknown', value: counts.unknown, tone: 'bad' },
];

/** Messages that had somebody to go to, and how many of these are settled, one way or another. */
export function progressOf(counts: SendCounts): { settled: number; of: number } {
  const of = counts.total - counts.suppressed - counts.unreachable - counts.duplicates - counts.cancelled;
  return { of, settled: counts.sent + counts.failed + counts.unknown };
}

/** Its figures may still change: of a cancelled send too, while messages are with the provider. */
export const isMoving = (send: Pick<Send, 'status' | 'counts'> | undefined) =>
  send !== undefined && (isOpen(send) || send.counts.sending > 0);

export const isOpen = (send: Pick<Send, 'status'> | undefined) =>
  send !== undefined && ['scheduled', 'sending', 'paused'].includes(send.status);
