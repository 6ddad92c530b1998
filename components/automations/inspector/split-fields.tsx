'use client';
import type { Step } from '@/contracts/automation';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { Input } from '../../ui/input';

type Ways = Extract<Step, { type: 'split' }>['ways'];

/** The ways of a split and their shares. */
export function SplitFields({ ways, onChange }: { ways: Ways; onChange: (ways: Ways) => void }) {
  const set = (i: number, change: Partial<Ways[number]>) => onChange(ways.map((way, at) => (at === i ? { ...way, ...change } : way)));
  const sum = ways.reduce((total, way) => total + way.percent, 0);
  return (
    <div className="flex flex-col gap-2">
      {ways.map((way, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a way is its place
        <div key={i} className="flex items-end gap-2">
          <Field label={`Way ${i + 1}`} className="flex-1">
            <Input value={way.name ?? ''} onChange={(event) => set(i, { name: event.target.value })} />
          </Field>
          <Field label="Percent" className="w-20">
            <Input
              type="number"
              min={0}
              max={100}
              value={way.percent}
              onChange={(event) => set(i, { percent: Number(event.target.value) })}
            />
          </Field>
          <Button
            variant="ghost"
            size="sm"
            disabled={ways.length < 3 || way.steps.length > 0}
            onClick={() => onChange(ways.toSpliced(i, 1))}
            aria-label={`Remove way ${i + 1}`}
          >
            Remove
          </Button>
        </div>
      ))}
      <div className="flex items-center justify-between text-xs">
        <span className={sum === 100 ? 'text-ink-3' : 'text-bad'}>Together {sum} %</span>
        <Button size="sm" disabled={ways.length >= 10} onClick={() => onChange([...ways, { percent: 0, steps: [] }])}>
          Add a way
        </Button>
      </div>
    </div>
  );
}
