'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { formatNumber } from '../format';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Combobox } from '../ui/combobox';
import { Field } from '../ui/field';
import { useDebounced } from '../use-search';
import type { Named } from './draft';

type Props = {
  label: string;
  hint?: string;
  value: Named[];
  onChange: (value: Named[]) => void;
  /** Ids that stand in the other picker. */
  taken: readonly string[];
  error?: string | undefined;
};

/** Several audiences, found by name. */
export function AudiencePicker({ label, hint, value, onChange, taken, error }: Props) {
  const trpc = useTRPC();
  const [text, setText] = useState('');
  const q = useDebounced(text.trim(), 200) || undefined;
  const found = useQuery(trpc.audiences.list.queryOptions({ limit: 50, q }, { placeholderData: keepPreviousData }));
  const free = found.data?.data.filter((a) => !taken.includes(a.id) && !value.some((v) => v.id === a.id)) ?? [];
  return (
    <div className="flex flex-col gap-2">
      <Field label={label} hint={hint} error={error}>
        <Combobox
          items={free}
          value={null}
          onValueChange={(audience) => {
            if (!audience) return;
            onChange([...value, { id: audience.id, name: audience.name }]);
            setText('');
          }}
          label={(a) => a.name}
          hint={(a) => `${a.kind}${a.contact_count === null ? '' : ` · ${formatNumber(a.contact_count)} contacts`}`}
          isEqual={(a, b) => a.id === b.id}
          text={text}
          onInput={setText}
          placeholder={value.length ? 'Add another…' : 'Type a name…'}
          empty="No such audience."
        />
      </Field>
      {value.length > 0 && (
        <ul aria-label={`${label}: chosen`} className="flex flex-wrap gap-1.5">
          {value.map((audience) => (
            <li key={audience.id} className="flex max-w-full items-center gap-1 rounded-md border bg-sunken py-0.5 pr-0.5 pl-2 text-sm">
              <span className="truncate">{audience.name}</span>
              <Button
                variant="ghost"
                size="iconSm"
                className="size-6"
                aria-label={`Remove ${audience.name}`}
                onClick={() => onChange(value.filter((v) => v.id !== audience.id))}
              >
                <X aria-hidden className="size-3.5" />
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
