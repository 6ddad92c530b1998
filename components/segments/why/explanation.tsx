'use client';
import { useQuery } from '@tanstack/react-query';
import { Check, X } from 'lucide-react';
import type { Explanation as Data } from '@/contracts/segment';
import { formatInstant } from '../../format';
import { useTRPC } from '../../trpc';
import { Badge } from '../../ui/badge';
import { ErrorState } from '../../ui/error-state';
import { Skeleton } from '../../ui/skeleton';
import { NamedText } from '../named-text';

type Props = { audienceId: string; contactId: string };

/** Every clause of an audience's filter for one contact, with what was seen; then every gate of a send. */
export function Explanation({ audienceId, contactId }: Props) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.segments.explain.queryOptions({ id: audienceId, contact_id: contactId }, { staleTime: 0, meta: { quiet: true } }),
  );
  const data = query.data;
  if (query.isError && !data) return <ErrorState error={query.error} retry={() => query.refetch()} what="the explanation" />;
  if (!data)
    return (
      <div className="flex flex-col gap-2.5">
        <Skeleton className="w-1/2" />
        <Skeleton className="w-3/4" />
        <Skeleton className="w-2/3" />
      </div>
    );
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm font-medium">
        {data.member ? <Badge tone="good">In the audience</Badge> : <Badge tone="bad">Not in the audience</Badge>}
      </p>
      {data.clauses.length > 0 && (
        <ul aria-label="Clauses of the filter" className="flex flex-col gap-1">
          {data.clauses.map((clause) => (
            <Line key={clause.path.join('.')} passed={clause.matched} indent={clause.depth}>
              <span className="text-sm">
                <NamedText text={clause.text} />
              </span>
              {clause.seen !== undefined && <span className="block text-xs text-ink-3">seen: {shown(clause.seen)}</span>}
            </Line>
          ))}
        </ul>
      )}
      <div className="grid gap-3 border-t pt-3 sm:grid-cols-2">
        {(['email', 'sms'] as const).map((channel) => (
          <Gates key={channel} channel={channel} gates={data.gates.filter((gate) => gate.channel === channel)} />
        ))}
      </div>
    </div>
  );
}

const gateWords: Record<Data['gates'][number]['gate'], string> = {
  member: 'In the audience',
  has_address: 'Has an address',
  not_suppressed: 'Not suppressed',
  one_per_address: 'One per address',
};

function Gates({ channel, gates }: { channel: 'email' | 'sms'; gates: Data['gates'] }) {
  const receives = gates.every((gate) => gate.passed);
  return (
    <section aria-label={channel === 'email' ? 'Email' : 'SMS'}>
      <h3 className="mb-1 text-xs font-medium text-ink-2">
        {channel === 'email' ? 'An email' : 'A text message'} {receives ? 'would arrive' : 'would not be sent'}
      </h3>
      <ul className="flex flex-col gap-0.5">
        {gates.map((gate) => (
          <Line key={gate.gate} passed={gate.passed}>
            <span className="text-sm">{gateWords[gate.gate]}</span> <span className="text-xs break-words text-ink-3">{gate.detail}</span>
          </Line>
        ))}
      </ul>
    </section>
  );
}

function Line({ passed, indent = 0, children }: { passed: boolean; indent?: number; children: React.ReactNode }) {
  const Icon = passed ? Check : X;
  return (
    <li className="flex items-start gap-1.5" style={{ paddingLeft: `${indent * 1.25}rem` }}>
      <Icon
        aria-label={passed ? 'yes:' : 'no:'}
        className={`mt-[3px] size-3.5 shrink-0 ${passed ? 'text-good' : 'text-bad'}`}
        strokeWidth={2.5}
      />
      <span className="min-w-0">{children}</span>
    </li>
  );
}

function shown(seen: unknown): React.ReactNode {
  if (seen === null || (Array.isArray(seen) && seen.length === 0)) return 'nothing';
  if (typeof seen === 'string') return /^\d{4}-\d\d-\d\dT/.test(seen) ? formatInstant(seen) : seen;
  if (Array.isArray(seen) && seen.every((item) => typeof item !== 'object')) return seen.map(String).join(', ');
  return <code className="font-mono">{JSON.stringify(seen)}</code>;
}
