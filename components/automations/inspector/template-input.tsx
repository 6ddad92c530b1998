'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Template } from '@/contracts/template';
import { useTRPC } from '../../trpc';
import { Combobox } from '../../ui/combobox';
import { useDebounced } from '../../use-search';
import { useTemplate } from '../model/use-template';

type Choice = Pick<Template, 'id' | 'slug' | 'name'>;

/** A template, found by its name or slug. `value`: its slug or id. */
export function TemplateInput({ value, onChange }: { value: string; onChange: (slug: string) => void }) {
  const trpc = useTRPC();
  const [text, setText] = useState('');
  const q = useDebounced(text.trim(), 150) || undefined;
  const found = useQuery(trpc.templates.list.queryOptions({ q, limit: 50 }, { placeholderData: keepPreviousData }));
  const chosen = useTemplate(value);
  // Not there, or no longer: what the step says is what can be shown.
  const unknown = value ? { id: value, slug: value, name: value } : null;
  return (
    <Combobox<Choice>
      aria-label="Template"
      items={found.data?.data ?? []}
      value={chosen.data ?? unknown}
      onValueChange={(template) => template && onChange(template.slug)}
      label={(template) => template.name}
      hint={(template) => template.slug}
      isEqual={(a, b) => a.id === b.id}
      onInput={setText}
      placeholder="Choose a template…"
      empty="No template of that name."
    />
  );
}
