'use client';
import type { importFields } from '@/contracts/csv-columns';
import type { ColumnMapping } from '@/contracts/import';
import { Input } from '../ui/input';
import { Select } from '../ui/select';

type Target = (typeof importFields)[number] | 'skip' | 'metadata';

const targets: { value: Target; label: string }[] = [
  { value: 'email', label: 'Email' },
  { value: 'phone', label: 'Phone' },
  { value: 'name', label: 'Name' },
  { value: 'country', label: 'Country' },
  { value: 'timezone', label: 'Time zone' },
  { value: 'language', label: 'Language' },
  { value: 'tags', label: 'Tags' },
  { value: 'metadata', label: 'Metadata' },
  { value: 'skip', label: 'Do not import' },
];

type Props = { header: string[]; sample: string[][]; mapping: ColumnMapping; onChange: (mapping: ColumnMapping) => void };

/** Each column of the file, what stands in it, and what it becomes. */
export const MappingTable = ({ header, sample, mapping, onChange }: Props) => (
  <div className="overflow-hidden rounded-lg border">
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(9rem,13rem)] gap-x-4 border-b bg-sunken px-3 py-2 text-xs font-medium text-ink-3">
      <span>Column of the file</span>
      <span>Becomes</span>
    </div>
    <ul>
      {header.map((name, at) => {
        if (!name) return null;
        const column = mapping[name] ?? { metadata: name };
        const target: Target = typeof column === 'string' ? column : 'metadata';
        const examples = sample.map((cells) => cells[at]?.trim()).filter(Boolean);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a header may name two columns alike
          <li key={at} className="grid grid-cols-[minmax(0,1fr)_minmax(9rem,13rem)] items-start gap-x-4 border-b px-3 py-2 last:border-0">
            <div className="min-w-0 py-1">
              <div className="truncate text-sm font-medium">{name}</div>
              <div className="truncate text-xs text-ink-3">{examples.slice(0, 3).join(' · ') || 'empty in the first rows'}</div>
            </div>
            <div className="flex flex-col gap-1.5">
              <Select
                aria-label={`Column ${name} becomes`}
                value={target}
                options={targets}
                onValueChange={(next) => onChange({ ...mapping, [name]: next === 'metadata' ? { metadata: name } : next })}
              />
              {typeof column === 'object' && (
                <Input
                  aria-label={`Metadata key of column ${name}`}
                  value={column.metadata}
                  maxLength={200}
                  className="h-7 font-mono text-xs"
                  onChange={(event) => onChange({ ...mapping, [name]: { ...column, metadata: event.target.value } })}
                />
              )}
            </div>
          </li>
        );
      })}
    </ul>
  </div>
);
