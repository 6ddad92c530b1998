'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Audience } from '@/contracts/audience';
import { formatNumber } from '../format';
import { useTRPC } from '../trpc';
import { Combobox } from '../ui/combobox';
import { useDebounced } from '../use-search';

type Props = {
  value: Audience | null;
  onChange: (audience: Audience | null) => void;
  /** Ids that are not offered. */
  without?: readonly string[];
  /** Several are chosen one after another: what was typed goes when one is taken. */
  several?: boolean;
  placeholder?: string;
};

/** An audience of any kind, found by its name. Stands in a Field. */
export function AudienceCombobox({ value, onChange, without = [], several, placeholder = 'Type a name…' }: Props) {
  const trpc = useTRPC();
  const [text, setText] = useState('');
  const q = useDebounced(text.trim(), 200) || undefined;
  const found = useQuery(trpc.audiences.list.queryOptions({ limit: 50, q }, { placeholderData: keepPreviousData }));
  return (
    <Combobox
      items={found.data?.data.filter((audience) => !without.includes(audience.id)) ?? []}
      value={value}
      onValueChange={(audience) => {
        if (audience && several) setText('');
        onChange(audience);
      }}
      label={(audience) => audience.name}
      hint={(a) => `${a.kind}${a.contact_count === null ? '' : ` · ${formatNumber(a.contact_count)} contacts`}`}
      isEqual={(a, b) => a.id === b.id}
      {...(several && { text })}
      onInput={setText}
      placeholder={placeholder}
      empty="No such audience."
    />
  );
}
