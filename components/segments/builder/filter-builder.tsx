'use client';
import { AlignLeft } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { Field } from '@/contracts/segment';
import { useIsOwner } from '../../organization';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Section } from '../../ui/card';
import { Notice } from '../../ui/notice';
import { Segmented } from '../../ui/segmented';
import { Skeleton } from '../../ui/skeleton';
import { formatFilter } from '../json/format';
import { locate } from '../json/locate';
import { isObject } from '../model/tree';
import { builtinFields } from './field-info';
import type { FilterState } from './use-filter';
import { VisualBuilder } from './visual';

const JsonEditor = dynamic(() => import('../json/editor'), { ssr: false, loading: () => <Skeleton className="h-64 w-full" /> });

type Props = { state: FilterState; fields: readonly Field[] | undefined; audience: (id: string) => string | undefined };

/** One filter, two views: a form, and its JSON. What one of them cannot say stays as the other wrote it. */
export function FilterBuilder({ state, fields, audience }: Props) {
  const [view, setView] = useState<'visual' | 'json'>('visual');
  const readOnly = !useIsOwner();
  const located = view === 'json' ? locate(state.text) : null;
  const format = () => located?.ok && isObject(located.root.value) && state.setText(formatFilter(located.root.value));
  const { datatype } = state.filter;
  return (
    <Section
      title="Filter"
      actions={
        <>
          {datatype !== 'contact' && <Badge tone="accent">contacts linked to a {datatype}</Badge>}
          {view === 'json' && !readOnly && (
            <Button variant="ghost" size="sm" onClick={format} disabled={!located?.ok}>
              <AlignLeft aria-hidden className="size-3.5" />
              Format
            </Button>
          )}
          <Segmented
            label="View of the filter"
            value={view}
            onValueChange={setView}
            options={[
              { value: 'visual', label: 'Visual' },
              { value: 'json', label: 'JSON' },
            ]}
          />
        </>
      }
    >
      {view === 'json' ? (
        <div className="flex flex-col gap-2">
          <JsonEditor
            value={state.text}
            onChange={state.setText}
            marks={state.checked.marks}
            fields={fields ?? builtinFields}
            readOnly={readOnly}
          />
          <Problems state={state} />
        </div>
      ) : state.root ? (
        <VisualBuilder root={state.root} datatype={datatype} fields={fields} onChange={state.setRoot} audience={audience} />
      ) : (
        <Notice tone="bad">
          <span className="block">The JSON has a mistake, so it cannot be drawn: {state.checked.marks[0]?.message}.</span>
          <span className="mt-2 flex flex-wrap gap-2">
            <Button size="sm" onClick={() => setView('json')}>
              Show the place
            </Button>
            <Button size="sm" onClick={() => state.reset(state.filter)}>
              Back to the last valid filter
            </Button>
          </span>
        </Notice>
      )}
    </Section>
  );
}

/** The marks of the editor in words, for those who do not see them. */
function Problems({ state }: { state: FilterState }) {
  const marks = state.checked.marks.slice(0, 5);
  const lineOf = (at: number) => state.text.slice(0, at).split('\n').length;
  return (
    <ul aria-label="Problems" aria-live="polite" className="flex flex-col gap-0.5 text-xs empty:hidden">
      {marks.map((mark) => (
        <li key={`${mark.from} ${mark.message}`} className={mark.severity === 'error' ? 'text-bad' : 'text-warn'}>
          Line {lineOf(mark.from)}: {mark.message}
        </li>
      ))}
    </ul>
  );
}
