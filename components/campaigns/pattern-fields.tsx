'use client';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Segmented } from '../ui/segmented';
import { Select } from '../ui/select';
import { Weekdays } from '../ui/weekdays';
import type { Draft } from './draft';
import { type Pattern, toCron } from './pattern';

const days = [
  ...Array.from({ length: 31 }, (_, i) => ({ value: String(i + 1), label: `Day ${i + 1}` })),
  { value: 'L', label: 'The last day' },
];

type Props = { draft: Draft; set: (change: Partial<Draft>) => void; error: string | undefined };

/** How often: in plain terms, or as a cron pattern. */
export function PatternFields({ draft, set, error }: Props) {
  const { pattern } = draft;
  const change = (part: Partial<Pattern>) => set({ pattern: { ...pattern, ...part } });
  return (
    <>
      <Segmented
        label="Repeat"
        value={pattern.every}
        onValueChange={(every) => change({ every, cron: toCron(pattern) })}
        options={[
          { value: 'day', label: 'Daily' },
          { value: 'week', label: 'Weekly' },
          { value: 'month', label: 'Monthly' },
          { value: 'custom', label: 'Cron' },
        ]}
        className="self-start"
      />
      {pattern.every === 'week' && <Weekdays value={pattern.weekdays} onChange={(weekdays) => change({ weekdays })} />}
      <div className="grid gap-3 sm:grid-cols-[1fr_7rem]">
        {pattern.every === 'month' && (
          <Field label="Day of the month" native={false}>
            <Select value={pattern.day} onValueChange={(day) => change({ day })} options={days} />
          </Field>
        )}
        {pattern.every === 'custom' ? (
          <Field
            label="Cron pattern"
            error={error}
            hint="Minute, hour, day of the month, month, weekday; L is the last day."
            className="sm:col-span-2"
          >
            <Input
              value={pattern.cron}
              onChange={(e) => change({ cron: e.target.value })}
              placeholder="0 9 * * 1"
              className="font-mono"
              maxLength={120}
            />
          </Field>
        ) : (
          <Field label="Time of day" error={error}>
            <Input type="time" value={pattern.time} onChange={(e) => change({ time: e.target.value })} />
          </Field>
        )}
      </div>
    </>
  );
}
