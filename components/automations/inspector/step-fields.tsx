'use client';
import type { Step } from '@/contracts/automation';
import type { Filter } from '@/contracts/segment';
import { AudienceInput } from '../../segments/builder/audience-input';
import { Field } from '../../ui/field';
import { Input } from '../../ui/input';
import { Select } from '../../ui/select';
import { Weekdays } from '../../ui/weekdays';
import { ZoneField } from '../../zone-field';
import { DataFields } from './data-fields';
import { DurationInput } from './duration-input';
import { EventFields } from './event-fields';
import { FilterField } from './filter-field';
import { SendFields } from './send-fields';
import { SplitFields } from './split-fields';
import { ValueInput } from './value-input';

const everyDay = [1, 2, 3, 4, 5, 6, 7];

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
          <div className="flex flex-col gap-1.5">
            <span className="text-xs font-medium text-ink-2">On</span>
            <Weekdays value={step.weekdays ?? everyDay} onChange={(days) => onChange({ weekdays: days.length < 7 ? days : undefined })} />
          </div>
          <ZoneField contact zone={step.timezone ?? 'contact'} onChange={(timezone) => onChange({ timezone })} />
          {(step.timezone ?? 'contact') === 'contact' && (
            <ZoneField
              label="For contacts without a time zone"
              zone={step.fallback_timezone ?? 'UTC'}
              onChange={(fallback_timezone) => onChange({ fallback_timezone })}
            />
          )}
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
          <div className="flex flex-col gap-1.5">
            <span className="text-xs font-medium text-ink-2">Value</span>
            <ValueInput label="Value" value={step.value} onChange={(value) => onChange({ value })} />
            <p className="text-xs text-ink-3">{'Text may hold {{trigger.plan}} or {{name}}. Nothing clears the field.'}</p>
          </div>
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
          <div className="grid grid-cols-2 gap-3">
            <Field label="Retries">
              <Input
                type="number"
                min={0}
                max={10}
                value={step.retries ?? 4}
                onChange={(event) => onChange({ retries: Number(event.target.value) })}
              />
            </Field>
            <Field label="Seconds to answer">
              <Input
                type="number"
                min={1}
                max={30}
                value={step.timeout_seconds ?? 15}
                onChange={(event) => onChange({ timeout_seconds: Number(event.target.value) })}
              />
            </Field>
          </div>
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
          <DataFields
            label="Data"
            hint="Sent along as data, beside the contact and what started the run. Text may hold {{name}} or {{trigger.plan}}."
            value={step.data ?? {}}
            onChange={(data) => onChange({ data })}
          />
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
