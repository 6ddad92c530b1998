'use client';
import type { Step } from '@/contracts/automation';
import type { Filter } from '@/contracts/segment';
import { AudienceInput } from '../../segments/builder/audience-input';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { Input } from '../../ui/input';
import { Select } from '../../ui/select';
import { DurationInput } from './duration-input';
import { EventFields } from './event-fields';
import { FilterField } from './filter-field';
import { SendFields } from './send-fields';

type Props = { step: Step; onChange: (change: Record<string, unknown>) => void };

/** The fields of one step, by its type. */
export function StepFields({ step, onChange }: Props) {
  const text = (key: string, value: string) => ({
    value,
    onChange: (event: { target: { value: string } }) => onChange({ [key]: event.target.value }),
  });
  switch (step.type) {
    case 'wait':
      return <DurationInput label="Waits for" value={step.for} onChange={(value) => onChange({ for: value })} />;
    case 'wait_until':
      return (
        <>
          <Field label="Time of day">
            <Input type="time" {...text('time', step.time)} />
          </Field>
          <Field label="Time zone" hint="contact, or an IANA name such as Europe/Berlin">
            <Input {...text('timezone', step.timezone ?? 'contact')} />
          </Field>
          <Field label="For contacts without a time zone">
            <Input {...text('fallback_timezone', step.fallback_timezone ?? 'UTC')} />
          </Field>
        </>
      );
    case 'wait_for_event':
      return (
        <>
          <EventFields value={step} onChange={onChange} />
          <DurationInput label="At most" value={step.timeout} onChange={(timeout) => onChange({ timeout })} />
        </>
      );
    case 'send':
      return <SendFields step={step} onChange={onChange} />;
    case 'tag':
    case 'untag':
      return (
        <Field label="Tag">
          <Input {...text('tag', step.tag)} />
        </Field>
      );
    case 'set_field':
      return (
        <>
          <Field label="Field" hint="name, country, timezone, language, email, phone, or metadata.key">
            <Input className="font-mono" {...text('field', step.field)} />
          </Field>
          <Field label="Value" hint="May hold {{trigger.plan}} or {{name}}; other types in the JSON view">
            <Input {...text('value', step.value === null ? '' : String(step.value))} />
          </Field>
        </>
      );
    case 'add_to_audience':
    case 'remove_from_audience':
      return (
        <Field label="List">
          <AudienceInput value={step.audience_id || null} onChange={(audience_id) => onChange({ audience_id })} />
        </Field>
      );
    case 'webhook':
      return (
        <>
          <Field label="Address" hint="https, of the public Internet; redirects are not followed">
            <Input inputMode="url" {...text('url', step.url)} />
          </Field>
          <Field label="Retries">
            <Input
              type="number"
              min={0}
              max={10}
              value={step.retries ?? 4}
              onChange={(event) => onChange({ retries: Number(event.target.value) })}
            />
          </Field>
          <Field label="When all fail" native={false}>
            <Select
              value={step.on_failure ?? 'continue'}
              onValueChange={(on_failure) => onChange({ on_failure })}
              options={[
                { value: 'continue', label: 'Go on with the next step' },
                { value: 'fail', label: 'End the run as failed' },
              ]}
            />
          </Field>
        </>
      );
    case 'branch':
      return <FilterField value={step.filter as Filter} onChange={(filter) => onChange({ filter })} />;
    case 'split':
      return <SplitFields ways={step.ways} onChange={(ways) => onChange({ ways })} />;
    case 'exit':
      return (
        <Field label="Reason" optional>
          <Input value={step.reason ?? ''} onChange={(event) => onChange({ reason: event.target.value || undefined })} />
        </Field>
      );
  }
}

type Ways = Extract<Step, { type: 'split' }>['ways'];

function SplitFields({ ways, onChange }: { ways: Ways; onChange: (ways: Ways) => void }) {
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
