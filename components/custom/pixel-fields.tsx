'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTRPC } from '../trpc';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { Select } from '../ui/select';
import type { Draft } from './draft';

type Props = { draft: Pick<Draft, 'pixelId' | 'event' | 'match' | 'path' | 'days' | 'times'>; change: (part: Partial<Draft>) => void };

/** What visitors must have done, on which page, how often, and how long ago at most. */
export function PixelFields({ draft, change }: Props) {
  const trpc = useTRPC();
  const pixels = useQuery(trpc.pixels.list.queryOptions({ limit: 100 }));
  const sites = pixels.data?.data ?? [];
  return (
    <>
      {pixels.data && sites.length === 0 && (
        <Notice tone="warn">
          No site reports yet. <Link href="/overview/pixels">Set up a pixel</Link> first, or create the audience now and the site later.
        </Notice>
      )}
      <Field label="Site" native={false}>
        <Select
          value={draft.pixelId}
          onValueChange={(pixelId) => change({ pixelId })}
          options={[{ value: '', label: 'Any site' }, ...sites.map((p) => ({ value: p.id, label: p.name, hint: p.origins.join(', ') }))]}
        />
      </Field>
      <Field label="Event" hint="page_view, or one that your site reports with muster('track', …).">
        <Input value={draft.event} onChange={(e) => change({ event: e.target.value })} required maxLength={200} className="font-mono" />
      </Field>
      <div className="grid gap-3 sm:grid-cols-[12rem_1fr]">
        <Field label="Page" native={false}>
          <Select
            value={draft.match}
            onValueChange={(match) => change({ match })}
            options={[
              { value: 'is', label: 'path is' },
              { value: 'starts_with', label: 'path starts with' },
              { value: 'contains', label: 'path contains' },
              { value: 'any', label: 'any page' },
            ]}
          />
        </Field>
        {draft.match !== 'any' && (
          <Field label="Path">
            <Input
              value={draft.path}
              onChange={(e) => change({ path: e.target.value })}
              placeholder="/pricing"
              maxLength={150}
              className="font-mono"
            />
          </Field>
        )}
      </div>
      <div className="flex flex-wrap gap-3">
        <Field label="In the last … days" className="w-36">
          <Input type="number" min={1} max={730} required value={draft.days} onChange={(e) => change({ days: e.target.value })} />
        </Field>
        <Field label="At least … times" className="w-36">
          <Input type="number" min={1} max={1000} required value={draft.times} onChange={(e) => change({ times: e.target.value })} />
        </Field>
      </div>
    </>
  );
}
