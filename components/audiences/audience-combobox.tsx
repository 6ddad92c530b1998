'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Audience } from '@/contracts/audience';
import { plural } from '../format';
import { useTRPC } from '../trpc';
import { Combobox } from '../ui/combobox';
import { useLookup } from '../use-lookup';
import { kindLabel } from './columns';

type Props = {
  value: Audience | null;
  onChange: (audience: Audience | null) => void;
  /** Ids that are not offered. */
  without?: readonly string[];
  /** Several are chosen one after another: what was typed goes when one is taken. */
  several?: boolean;
  placeholder?: string;
  /** Where no Field labels it. */
  'aria-label'?: string;
};

/** An audience of any kind, found by its name. */
export function AudienceCombobox({ value, onChange, without = [], several, placeholder = 'Type a name…', ...aria }: Props) {
  const trpc = useTRPC();
  const { text, setText, q, typing } = useLookup();
  const found = useQuery(trpc.audiences.list.queryOptions({ q, limit: 50 }, { placeholderData: keepPreviousData }));
  return (
    <Combobox
      {...aria}
      items={found.data?.data.filter((audience) => audience.id === value?.id || !without.includes(audience.id)) ?? []}
      value={value}
      onValueChange={onChange}
      label={(audience) => audience.name}
      hint={(a) => [kindLabel[a.kind], a.contact_count !== null && plural(a.contact_count, 'contact')].filter(Boolean).join(' · ')}
      isEqual={(a, b) => a.id === b.id}
      {...(several && { text })}
      onInput={setText}
      searching={typing || found.isPlaceholderData}
      placeholder={placeholder}
      empty="No audience of that name."
    />
  );
}
