'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../trpc';
import { TextInput } from './scalar-input';

type Props = { label?: string; placeholder?: string; value: string; onChange: (name: string) => void; readOnly?: boolean };

/** The name of an event: one that was recorded before, or any other. */
export function EventInput({ label = 'Event', placeholder = 'order.paid', value, onChange, readOnly }: Props) {
  const trpc = useTRPC();
  const names = useQuery(trpc.segments.eventNames.queryOptions(undefined, { staleTime: 60_000, meta: { quiet: true } })).data ?? [];
  return (
    <TextInput
      label={label}
      placeholder={placeholder}
      value={value}
      onChange={(next) => onChange(next ?? '')}
      suggestions={names}
      readOnly={readOnly}
    />
  );
}
