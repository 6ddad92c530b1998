'use client';
import { useQuery } from '@tanstack/react-query';
import type { Audience } from '@/contracts/audience';
import { AudienceCombobox } from '../../audiences/audience-combobox';
import { useTRPC } from '../../trpc';

type Props = { value: string | null; onChange: (id: string) => void; label?: string; placeholder?: string; without?: readonly string[] };

/** An audience by its id. */
export function AudienceInput({ value, onChange, label = 'Audience', placeholder = 'Choose an audience…', without }: Props) {
  const trpc = useTRPC();
  const chosen = useQuery(trpc.audiences.get.queryOptions({ id: value ?? '' }, { enabled: Boolean(value), meta: { quiet: true } }));
  // Not there, or no longer: its id is what can be shown.
  const unknown = value ? ({ id: value, name: value, kind: 'list', contact_count: null } as Audience) : null;
  return (
    <AudienceCombobox
      aria-label={label}
      value={chosen.data ?? unknown}
      onChange={(audience) => audience && onChange(audience.id)}
      without={without}
      placeholder={placeholder}
    />
  );
}
