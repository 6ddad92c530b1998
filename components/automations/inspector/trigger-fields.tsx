'use client';
import type { Definition, Trigger } from '@/contracts/automation';
import { localZone } from '../../format';
import { AudienceInput } from '../../segments/builder/audience-input';
import { Field } from '../../ui/field';
import { Input } from '../../ui/input';
import { Notice } from '../../ui/notice';
import { Segmented } from '../../ui/segmented';
import { Select } from '../../ui/select';
import { ZoneField } from '../../zone-field';
import { EventFields } from './event-fields';

const kinds = [
  { value: 'audience', label: 'Entering or leaving an audience' },
  { value: 'event', label: 'An event of a contact' },
  { value: 'schedule', label: 'A schedule' },
  { value: 'webhook', label: 'A webhook' },
] as const;

const blank = (type: Trigger['type']): Trigger => {
  if (type === 'audience') return { type, audience_id: '', on: 'enters' };
  if (type === 'event') return { type, event: '' };
  if (type === 'schedule') return { type, cron: '0 9 * * 1', timezone: localZone(), audience_id: '' };
  return { type };
};

/** What starts a run. */
export function TriggerFields({ definition, onChange }: { definition: Definition; onChange: (trigger: Trigger) => void }) {
  const { trigger } = definition;
  return (
    <>
      <Field label="Starts with" native={false}>
        <Select value={trigger.type} onValueChange={(type) => onChange(blank(type))} options={kinds} />
      </Field>
      {trigger.type === 'audience' && (
        <Segmented
          label="When"
          value={trigger.on}
          onValueChange={(on) => onChange({ ...trigger, on })}
          options={[
            { value: 'enters', label: 'Enters' },
            { value: 'leaves', label: 'Leaves' },
          ]}
        />
      )}
      {(trigger.type === 'audience' || trigger.type === 'schedule') && (
        <Field label="Audience">
          <AudienceInput value={trigger.audience_id || null} onChange={(audience_id) => onChange({ ...trigger, audience_id })} />
        </Field>
      )}
      {trigger.type === 'event' && <EventFields value={trigger} onChange={(change) => onChange({ ...trigger, ...change } as Trigger)} />}
      {trigger.type === 'schedule' && (
        <>
          <Field label="Cron pattern" hint="minute hour day month weekday; 0 9 * * 1 is Mondays at 09:00">
            <Input className="font-mono" value={trigger.cron} onChange={(event) => onChange({ ...trigger, cron: event.target.value })} />
          </Field>
          <ZoneField zone={trigger.timezone} onChange={(timezone) => onChange({ ...trigger, timezone })} />
        </>
      )}
      {trigger.type === 'audience' && (
        <Notice>Who is inside when the automation is activated does not enter; only changes from then on count.</Notice>
      )}
      {trigger.type === 'webhook' && <Notice>Its address and secret are on the Settings tab once the automation is saved.</Notice>}
    </>
  );
}
