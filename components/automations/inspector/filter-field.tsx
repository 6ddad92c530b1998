'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Filter } from '@/contracts/segment';
import type { Json } from '@/filter/ast';
import { FilterBuilder } from '../../segments/builder/filter-builder';
import { useFilter } from '../../segments/builder/use-filter';
import { formatJson } from '../../segments/json/format';
import { ReachNumber } from '../../segments/reach/reach-number';
import { useReach } from '../../segments/reach/use-reach';
import { useAudienceNames } from '../../segments/use-audience-names';
import { useTRPC } from '../../trpc';
import { Button } from '../../ui/button';
import { Drawer, DrawerBody, DrawerFooter } from '../../ui/drawer';

type Props = { value: Filter; onChange: (filter: Filter) => void };

/** A filter as JSON in a few lines, and the one filter builder in a drawer: the inspector is too narrow for conditions. */
export function FilterField({ value, onChange }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <div className="flex flex-col items-start gap-2">
      <pre className="max-h-40 w-full overflow-auto rounded-md border bg-sunken p-2 font-mono text-xs whitespace-pre-wrap">
        {formatJson(value.where as Json, 40)}
      </pre>
      <Button size="sm" onClick={() => setOpen(true)}>
        Edit the filter
      </Button>
      <Drawer wide open={open} onOpenChange={setOpen} title="Filter">
        <DrawerBody>
          <Builder value={value} onChange={onChange} />
        </DrawerBody>
        <DrawerFooter>
          <Button variant="primary" onClick={() => setOpen(false)}>
            Done
          </Button>
        </DrawerFooter>
      </Drawer>
    </div>
  );
}

function Builder({ value, onChange }: Props) {
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
