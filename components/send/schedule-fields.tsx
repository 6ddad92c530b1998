'use client';
import type { SendPreview } from '@/contracts/send';
import { issueAt } from '../errors';
import { formatInstant, localZone, zoneName } from '../format';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { Segmented } from '../ui/segmented';
import { ZoneField } from '../zone-field';
import type { Draft } from './draft';
import { Part } from './part';
import { RampChart } from './ramp-chart';
import { RampField } from './ramp-field';

const shownElsewhere = new Set(['empty_variable', 'small_test']);

type Props = { draft: Draft; set: (change: Partial<Draft>) => void; preview: SendPreview | undefined; error: unknown };

/** When it starts, in which zone, and over how long it is spread. The server resolves local times; what is shown is its answer. */
export function ScheduleFields({ draft, set, preview, error }: Props) {
  const zone = draft.when === 'later' ? draft.zone : localZone();
  const warnings = preview?.warnings.filter((w) => !shownElsewhere.has(w.code)) ?? [];
  const tested = draft.channel === 'email' && draft.subjects.length > 1 && draft.test !== null;
  return (
    <Part title="Time">
      <Segmented
        label="Start"
        value={draft.when}
        onValueChange={(when) => set({ when })}
        options={[
          { value: 'now', label: 'Now' },
          { value: 'later', label: 'At a local time' },
        ]}
        className="self-start"
      />
      {draft.when === 'later' && (
        <>
          <div className="grid gap-3 sm:grid-cols-[1fr_7rem]">
            <Field label="Date" error={issueAt(error, 'scheduled_local')}>
              <Input type="date" value={draft.date} onChange={(e) => set({ date: e.target.value })} />
            </Field>
            <Field label="Time">
              <Input type="time" value={draft.time} onChange={(e) => set({ time: e.target.value })} />
            </Field>
          </div>
          <ZoneField zone={draft.zone} onChange={(zone) => set({ zone })} error={issueAt(error, 'scheduled_at_tz')} />
          {preview && !error && (
            <dl aria-label="Start" className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 rounded-md bg-sunken px-3 py-2 text-xs tnum">
              <dt className="text-ink-3">There</dt>
              <dd>
                {formatInstant(preview.starts_at, draft.zone)} {zoneName(preview.starts_at, draft.zone)}
              </dd>
              <dt className="text-ink-3">UTC</dt>
              <dd>{formatInstant(preview.starts_at, 'UTC')}</dd>
              {draft.zone !== localZone() && (
                <>
                  <dt className="text-ink-3">For you</dt>
                  <dd>
                    {formatInstant(preview.starts_at)} {zoneName(preview.starts_at)}
                  </dd>
                </>
              )}
            </dl>
          )}
        </>
      )}
      {warnings.map((warning) => (
        <Notice key={warning.code + warning.message} tone="warn">
          {warning.message}
        </Notice>
      ))}
      <RampField minutes={draft.ramp} onChange={(ramp) => set({ ramp })} error={issueAt(error, 'ramp_minutes')} />
      {tested && draft.ramp > 0 && <p className="text-xs text-ink-3">The spreading stands still while the test waits for its decision.</p>}
      {preview && !tested && (
        <RampChart
          people={preview.will_receive}
          rampMinutes={draft.ramp}
          startsAt={preview.starts_at}
          endsAt={preview.ends_at}
          zone={zone}
        />
      )}
    </Part>
  );
}
