'use client';
import { useQuery } from '@tanstack/react-query';
import { customLimits } from '@/contracts/custom';
import { AudienceInput } from '../segments/builder/audience-input';
import { useTRPC } from '../trpc';
import { Checkbox } from '../ui/checkbox';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Segmented } from '../ui/segmented';
import type { Draft } from './draft';

type Props = { draft: Pick<Draft, 'seed' | 'unit' | 'size' | 'ignore'>; change: (part: Partial<Draft>) => void };

/** Whom the others shall be like, how many of them, and what must not count. */
export function LookalikeFields({ draft, change }: Props) {
  const trpc = useTRPC();
  const fields = useQuery(trpc.segments.fields.queryOptions());
  const names = (fields.data ?? [])
    .map((f) => (f.builtin || f.name.startsWith('metadata.') ? f.name : `metadata.${f.name}`))
    .filter((name) => !['id', 'email', 'phone', 'name', 'updatedAt', 'lastEmailSentAt'].includes(name))
    .slice(0, 24);
  return (
    <>
      <Field
        label="Seed"
        native={false}
        hint={`At least ${customLimits.seedMin} contacts who have something in common: your best customers, people who bought twice. They are left out.`}
      >
        <AudienceInput label="Seed" value={draft.seed} onChange={(seed) => change({ seed })} />
      </Field>
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Size" className="w-32">
          <Input
            type="number"
            min={draft.unit === 'percent' ? 0.1 : 1}
            max={draft.unit === 'percent' ? 100 : 1_000_000}
            step={draft.unit === 'percent' ? 0.1 : 1}
            required
            value={draft.size}
            onChange={(e) => change({ size: e.target.value })}
          />
        </Field>
        <Segmented
          label="Unit of the size"
          value={draft.unit}
          onValueChange={(unit) => change({ unit, size: unit === 'percent' ? '5' : '1000' })}
          options={[
            { value: 'percent', label: '% of all others' },
            { value: 'contacts', label: 'contacts' },
          ]}
        />
      </div>
      {names.length > 0 && (
        <details className="text-sm">
          <summary className="cursor-pointer text-ink-2">
            Fields that must not count{draft.ignore.length > 0 && ` (${draft.ignore.length})`}
          </summary>
          <div className="mt-2 grid gap-2 sm:grid-cols-2">
            {names.map((name) => (
              <Checkbox
                key={name}
                label={<span className="font-mono text-xs break-all">{name}</span>}
                checked={draft.ignore.includes(name)}
                onCheckedChange={(on) => change({ ignore: on ? [...draft.ignore, name] : draft.ignore.filter((n) => n !== name) })}
              />
            ))}
          </div>
        </details>
      )}
    </>
  );
}
