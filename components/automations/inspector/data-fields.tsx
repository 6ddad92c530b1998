'use client';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button';
import { Input } from '../../ui/input';
import { type Value, ValueInput } from './value-input';

type Data = Record<string, Value>;
type Props = {
  label: string;
  hint: string;
  value: Data;
  onChange: (value: Data) => void;
  /** Names that are likely wanted. */
  suggested?: readonly string[];
};

/** Names and values. A row without a name, or with one that is taken, is not part of it yet. */
export function DataFields({ label, hint, value, onChange, suggested = [] }: Props) {
  const [rows, setRows] = useState<[string, Value][]>(() => Object.entries(value));
  const change = (next: [string, Value][]) => {
    setRows(next);
    onChange(Object.fromEntries(next.filter(([name], i) => name.trim() && !taken(next, i))));
  };
  const put = (at: number, row: [string, Value]) => change(rows.with(at, row));
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 flex items-baseline gap-1.5 text-xs font-medium text-ink-2">
        {label} <span className="font-normal text-ink-3">optional</span>
      </legend>
      {rows.map(([name, one], i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
        <div key={i} className="flex flex-col gap-2 rounded-md border p-2">
          <div className="flex gap-2">
            <Input
              aria-label={`Name ${i + 1} of ${label.toLowerCase()}`}
              placeholder="name"
              className="font-mono"
              value={name}
              maxLength={200}
              onChange={(event) => put(i, [event.target.value, one])}
            />
            <Button
              variant="ghost"
              size="iconSm"
              aria-label={`Remove ${name || `row ${i + 1}`}`}
              onClick={() => change(rows.toSpliced(i, 1))}
            >
              <X aria-hidden className="size-3.5" />
            </Button>
          </div>
          {taken(rows, i) && <span className="text-xs text-bad">another row has this name; this one is left out</span>}
          <ValueInput label={`Value of ${name || `row ${i + 1}`}`} value={one} onChange={(next) => put(i, [name, next])} />
        </div>
      ))}
      <div className="flex flex-wrap gap-1.5">
        {suggested
          .filter((name) => !rows.some(([other]) => other === name))
          .map((name) => (
            <Button key={name} size="sm" onClick={() => change([...rows, [name, '']])}>
              <Plus aria-hidden className="size-3.5" />
              <code className="font-mono">{name}</code>
            </Button>
          ))}
        <Button size="sm" variant="ghost" onClick={() => setRows([...rows, ['', '']])}>
          <Plus aria-hidden className="size-3.5" />
          Another
        </Button>
      </div>
      <p className="text-xs text-ink-3">{hint}</p>
    </fieldset>
  );
}

const taken = (rows: readonly [string, Value][], at: number) => rows.slice(0, at).some(([name]) => name === rows[at]?.[0] && name !== '');
