'use client';
import type { SchedulePreview } from '@/contracts/campaign';
import { issueAt } from '../errors';
import { formatInstant, localZone, zoneName } from '../format';
import { Part } from '../send/part';
import { RampField } from '../send/ramp-field';
import { Checkbox } from '../ui/checkbox';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { Segmented } from '../ui/segmented';
import { ZoneField } from '../zone-field';
import type { Draft, Moment } from './draft';
import { PatternFields } from './pattern-fields';

type Props = { draft: Draft; set: (change: Partial<Draft>) => void; preview: SchedulePreview | undefined; error: unknown };

/** When it starts, whether it comes back, in which zone, and over how long it is spread. What is shown is the server's reading. */
export function WhenFields({ draft, set, preview, error }: Props) {
  const recurring = draft.when === 'recurring';
  return (
    <Part title="Time">
      <Segmented
        label="Start"
        value={draft.when}
        onValueChange={(when) => set({ when, ...(when === 'recurring' && { start: { ...draft.start, date: '' } }) })}
        options={[
          { value: 'now', label: 'At launch' },
          { value: 'later', label: 'At a local time' },
          { value: 'recurring', label: 'Recurring' },
        ]}
        className="self-start"
      />
      {draft.when === 'later' && (
        <MomentFields label="Start" value={draft.start} onChange={(start) => set({ start })} error={issueAt(error, 'schedule.startAt')} />
      )}
      {recurring && <PatternFields draft={draft} set={set} error={issueAt(error, 'recurring')} />}
      {draft.when !== 'now' && (
        <ZoneField zone={draft.zone} onChange={(zone) => set({ zone })} error={issueAt(error, 'schedule.timezone')} />
      )}
      {recurring && (
        <>
          <MomentFields
            label="Not before"
            optional
            value={draft.start}
            onChange={(start) => set({ start })}
            error={issueAt(error, 'schedule.startAt')}
          />
          <MomentFields
            label="Not after"
            optional
            value={draft.end}
            onChange={(end) => set({ end })}
            error={issueAt(error, 'schedule.endAt')}
          />
          <Checkbox
            checked={draft.oncePerPerson}
            onCheckedChange={(oncePerPerson) => set({ oncePerPerson })}
            label="Each person receives it once"
            hint="Otherwise everybody who is in the audience at an occurrence receives that one."
          />
        </>
      )}
      {preview && draft.when !== 'now' && !error && <NextTimes preview={preview} />}
      {preview?.warnings.map((warning) => (
        <Notice key={warning.message} tone="warn">
          {warning.message}
        </Notice>
      ))}
      <RampField minutes={draft.ramp} onChange={(ramp) => set({ ramp })} error={issueAt(error, 'rampMinutes')} />
    </Part>
  );
}

type MomentProps = { label: string; value: Moment; onChange: (value: Moment) => void; optional?: boolean; error?: string | undefined };

const MomentFields = ({ label, value, onChange, optional, error }: MomentProps) => (
  <div className="grid gap-3 sm:grid-cols-[1fr_7rem]">
    <Field label={optional ? label : `${label}: date`} optional={optional} error={error}>
      <Input type="date" value={value.date} onChange={(e) => onChange({ ...value, date: e.target.value })} />
    </Field>
    <Field label={`${label}: time`}>
      <Input type="time" value={value.time} disabled={!value.date} onChange={(e) => onChange({ ...value, time: e.target.value })} />
    </Field>
  </div>
);

/** The next occurrences on the clock of the zone, and for a reader elsewhere on theirs. */
function NextTimes({ preview }: { preview: SchedulePreview }) {
  const elsewhere = preview.timezone !== localZone();
  return (
    <section aria-label="Next occurrences" className="rounded-md bg-sunken px-3 py-2 text-xs">
      <p className="font-medium">{preview.description}</p>
      {preview.next.length === 0 ? (
        <p className="mt-1 text-warn">No occurrence comes.</p>
      ) : (
        <ol className="mt-1 flex flex-col gap-0.5 tnum">
          {preview.next.map((each) => (
            <li key={each.at} className="flex flex-wrap gap-x-2">
              {each.words} {zoneName(each.at, preview.timezone)}
              {elsewhere && <span className="text-ink-3">for you {formatInstant(each.at)}</span>}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
