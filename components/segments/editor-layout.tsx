'use client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import type { Filter, Reach } from '@/contracts/segment';
import { useIsOwner } from '../organization';
import { useTRPC } from '../trpc';
import { FilterBuilder } from './builder/filter-builder';
import { type FilterState, useFilter } from './builder/use-filter';
import { type Details, DetailsFields } from './details-fields';
import { ReachNumber } from './reach/reach-number';
import { ReachPanel } from './reach/reach-panel';
import { useReach } from './reach/use-reach';
import { useAudienceNames } from './use-audience-names';
import { useWords } from './use-words';

/** What a segment's page edits: its filter with everything that is live beside it. */
export function useSegmentEditor(initial: Filter) {
  const trpc = useTRPC();
  const fields = useQuery(trpc.segments.fields.queryOptions(undefined, { staleTime: 60_000, meta: { quiet: true } })).data;
  const keys = useMemo(() => (fields ?? []).filter((f) => !f.builtin).map((f) => f.label), [fields]);
  const state = useFilter(initial, keys);
  const live = useReach(state.filter);
  const audience = useAudienceNames(state.filter);
  return { state, live, fields, audience, words: useWords(state, audience) };
}

/** Whether the filter may be saved, or in a few words why not. */
export function obstacle(state: FilterState, details: Details): string | null {
  if (!details.name.trim()) return 'Give the segment a name';
  if (!state.current) return 'The filter has a mistake';
  if (state.unfinished > 0)
    return state.unfinished === 1 ? 'Finish the marked condition, or remove it' : 'Finish the marked conditions, or remove them';
  return null;
}

type Props = {
  editor: ReturnType<typeof useSegmentEditor>;
  details: Details;
  onDetails: (details: Details) => void;
  error: unknown;
  /** Stands beside the number on a narrow screen, where the header is out of sight. */
  save: ReactNode;
  why?: (person: Reach['sampleProfile'][number]) => ReactNode;
};

/** Writing at the left, who it reaches at the right; on a narrow screen the number stays in sight at the bottom. */
export function EditorLayout({ editor, details, onDetails, error, save, why }: Props) {
  const readOnly = !useIsOwner();
  const { state, live } = editor;
  return (
    <>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <DetailsFields value={details} onChange={onDetails} error={error} readOnly={readOnly} />
          <FilterBuilder state={state} fields={editor.fields} audience={editor.audience} />
        </div>
        <ReachPanel state={state} live={live} words={editor.words} why={why} />
      </div>
      <div className="sticky bottom-0 z-20 -mx-4 mt-4 flex items-center gap-3 border-t bg-surface px-4 py-2 lg:hidden md:-mx-8 md:px-8">
        <div aria-hidden className="min-w-0 flex-1">
          <ReachNumber live={live} current={state.current} unfinished={state.unfinished} compact />
        </div>
        {save}
      </div>
    </>
  );
}
