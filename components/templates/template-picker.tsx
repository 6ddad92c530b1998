'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { Channel } from '@/contracts/limits';
import type { Template } from '@/contracts/template';
import { explain } from '../errors';
import { useTRPC } from '../trpc';
import { Combobox } from '../ui/combobox';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { useLookup } from '../use-lookup';

type Choice = Pick<Template, 'id' | 'slug' | 'name'>;
type InputProps<T extends Choice> = {
  value: T | null;
  onChange: (template: Template) => void;
  /** Those that can be sent on it only. */
  channel?: Channel;
};

/** Any template, found by its name or slug, however many there are. */
export function TemplateCombobox<T extends Choice>({ value, onChange, channel }: InputProps<T>) {
  const trpc = useTRPC();
  const { setText, q, typing } = useLookup();
  const found = useQuery(trpc.templates.list.queryOptions({ q, channel, limit: 50 }, { placeholderData: keepPreviousData }));
  return (
    <Combobox<Template, Choice>
      aria-label="Template"
      items={found.data?.data ?? []}
      value={value}
      onValueChange={(template) => template && onChange(template)}
      label={(template) => template.name}
      hint={(template) => template.slug}
      isEqual={(a, b) => a.id === b.id}
      onInput={setText}
      searching={typing || found.isPlaceholderData}
      placeholder="Choose a template…"
      empty="No template of that name."
    />
  );
}

/** The newest template that can be sent on the channel; null: there is none. */
export const useNewestTemplate = (channel: Channel) =>
  useQuery(useTRPC().templates.list.queryOptions({ channel, limit: 1 }, { select: (page): Template | null => page.data[0] ?? null }));

/** The same as a field; says where to make one when there is none for the channel. */
export function TemplatePicker({ error, ...props }: InputProps<Template> & { channel: Channel; error?: string }) {
  const newest = useNewestTemplate(props.channel);
  if (newest.isError) return <Notice tone="bad">{explain(newest.error).message}</Notice>;
  if (newest.data === undefined) return <Skeleton className="h-8 w-full" />;
  if (newest.data === null) {
    const email = props.channel === 'email';
    return (
      <Notice tone="warn">
        {email ? 'There is no template yet. ' : 'No template has a text for SMS. '}
        <Link href={email ? '/overview/templates/new' : '/overview/templates'} className="font-medium underline underline-offset-2">
          {email ? 'Create one' : 'Add one to a template'}
        </Link>
      </Notice>
    );
  }
  return (
    <Field label="Template" error={error} hint={props.value ? `${props.value.slug} · version ${props.value.version}` : undefined}>
      <TemplateCombobox {...props} />
    </Field>
  );
}
