'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import type { Filter } from '@/contracts/segment';
import { FilterBuilder } from '../../segments/builder/filter-builder';
import { useFilter } from '../../segments/builder/use-filter';
import { ReachNumber } from '../../segments/reach/reach-number';
import { useReach } from '../../segments/reach/use-reach';
import { useAudienceNames } from '../../segments/use-audience-names';
import { useTRPC } from '../../trpc';

/** The one filter builder inside the inspector, with how many contacts match now. The caller gives it a key per place. */
export function FilterField({ value, onChange }: { value: Filter; onChange: (filter: Filter) => void }) {
  const trpc = useTRPC();
  const fields = useQuery(trpc.segments.fields.queryOptions(undefined, { staleTime: 60_000, meta: { quiet: true } })).data;
  const keys = useMemo(() => (fields ?? []).filter((f) => !f.builtin).map((f) => f.label), [fields]);
  const state = useFilter(value, keys);
  const live = useReach(state.filter);
  const audience = useAudienceNames(state.filter);
  const latest = useRef({ onChange, value });
  latest.current = { onChange, value };
  const { filter } = state;
  useEffect(() => {
    if (JSON.stringify(filter) !== JSON.stringify(latest.current.value)) latest.current.onChange(filter);
  }, [filter]);
  return (
    <div className="flex flex-col gap-2">
      <FilterBuilder state={state} fields={fields} audience={audience} />
      <ReachNumber live={live} current={state.current} unfinished={state.unfinished} compact />
    </div>
  );
}
