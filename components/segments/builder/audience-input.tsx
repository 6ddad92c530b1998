'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Audience } from '@/contracts/audience';
import { formatNumber } from '../../format';
import { useTRPC } from '../../trpc';
import { Combobox } from '../../ui/combobox';
import { useDebounced } from '../../use-search';

const kinds = { list: 'List', segment: 'Segment', custom: 'Custom' };
type Props = { value: string | null; onChange: (id: string) => void; label?: string; placeholder?: string; without?: readonly string[] };

/** An audience of any kind, found by its name. */
export function AudienceInput({ value, onChange, label = 'Audience', placeholder = 'Choose an audience…', without = [] }: Props) {
  const trpc = useTRPC();
  const [text, setText] = useState('');
  const q = useDebounced(text.trim(), 150) || undefined;
  const found = useQuery(trpc.audiences.list.queryOptions({ q, limit: 50 }, { placeholderData: keepPreviousData }));
  const chosen = useQuery(trpc.audiences.get.queryOptions({ id: value ?? '' }, { enabled: Boolean(value), meta: { quiet: true } }));
  // Not there, or no longer: its id is what can be shown.
  const unknown = value ? ({ id: value, name: value, kind: 'list', contact_count: null } as Audience) : null;
  return (
    <Combobox<Audience>
      aria-label={label}
      items={(found.data?.data ?? []).filter((a) => a.id === value || !without.includes(a.id))}
      value={chosen.data ?? unknown}
      onValueChange={(audience) => audience && onChange(audience.id)}
      label={(audience) => audience.name}
      hint={(a) => (a.contact_count === null ? kinds[a.kind] : `${kinds[a.kind]} · ${formatNumber(a.contact_count)} contacts`)}
      isEqual={(a, b) => a.id === b.id}
      onInput={setText}
      placeholder={placeholder}
      empty="No audience of that name."
    />
  );
}
