'use client';
import type { TemplateSource } from '@/contracts/template';
import { issueAt } from '../errors';
import { plural } from '../format';
import { TrackingFields } from '../tracking/tracking-fields';
import { Checkbox } from '../ui/checkbox';
import { Field } from '../ui/field';
import { Input, Textarea } from '../ui/input';
import { BodyField } from './body-field';
import { smsSize } from './sms-segments';
import type { TemplateForm } from './template-editor';

type Props = { form: TemplateForm; onChange: (form: TemplateForm) => void; error: unknown };

export function EditorFields({ form, onChange, error }: Props) {
  const { source } = form;
  const set = (change: Partial<TemplateSource>) => onChange({ ...form, source: { ...source, ...change } });
  const wrong = (path: string) => issueAt(error, `source.${path}`);
  const sms = smsSize(source.sms);
  return (
    <>
      <Field label="Name" error={issueAt(error, 'name')}>
        <Input
          value={form.name}
          onChange={(e) => onChange({ ...form, name: e.target.value })}
          required
          maxLength={200}
          placeholder="Weekly newsletter"
        />
      </Field>
      <Field label="Subject" error={wrong('subject')}>
        <Input value={source.subject} onChange={(e) => set({ subject: e.target.value })} required maxLength={500} />
      </Field>
      <Field label="Preheader" optional hint="The grey line that inboxes show after the subject." error={wrong('preheader')}>
        <Input value={source.preheader} onChange={(e) => set({ preheader: e.target.value })} maxLength={500} />
      </Field>
      <BodyField value={source.body} onChange={(body) => set({ body })} error={wrong('body')} />
      <div className="flex flex-col gap-3 rounded-lg border bg-sunken p-3">
        <Checkbox
          checked={source.button !== null}
          onCheckedChange={(on) => set({ button: on ? { label: 'Read more', href: 'https://' } : null })}
          label="A button below the text"
        />
        {source.button && (
          <div className="grid gap-3 sm:grid-cols-[10rem_1fr]">
            <Field label="Label" error={wrong('button.label')}>
              <Input
                value={source.button.label}
                onChange={(e) => source.button && set({ button: { ...source.button, label: e.target.value } })}
                maxLength={100}
                required
              />
            </Field>
            <Field label="Link" error={wrong('button.href')}>
              <Input
                value={source.button.href}
                onChange={(e) => source.button && set({ button: { ...source.button, href: e.target.value } })}
                maxLength={2000}
                required
              />
            </Field>
          </div>
        )}
      </div>
      <Field label="Accent colour" error={wrong('accent')}>
        <div className="flex gap-2">
          <input
            type="color"
            aria-label="Pick the accent colour"
            value={/^#[0-9a-f]{6}$/i.test(source.accent) ? source.accent : '#4f46e5'}
            onChange={(e) => set({ accent: e.target.value })}
            className="h-8 w-10 shrink-0 cursor-pointer rounded-md border border-line-strong bg-surface p-0.5"
          />
          <Input value={source.accent} onChange={(e) => set({ accent: e.target.value })} maxLength={7} className="w-28 font-mono" />
        </div>
      </Field>
      <Field
        label="Footer"
        optional
        hint="Above your postal address and the unsubscribe link, which every email gets."
        error={wrong('footer')}
      >
        <Textarea value={source.footer} onChange={(e) => set({ footer: e.target.value })} rows={2} maxLength={1000} />
      </Field>
      <Field
        label="SMS text"
        optional
        error={wrong('sms')}
        hint={
          source.sms
            ? `${plural(sms.segments, 'segment')} before variables are filled in · ${sms.units} units of ${sms.encoding}, ${sms.left} left in the last`
            : 'Empty: the template cannot be sent by SMS.'
        }
      >
        <Textarea value={source.sms} onChange={(e) => set({ sms: e.target.value })} rows={3} maxLength={1600} />
      </Field>
      <section aria-label="Tracking" className="flex flex-col gap-3 rounded-lg border bg-sunken p-3">
        <p className="text-xs text-ink-3 text-pretty">
          Whether it is noticed that the email is opened and its links are clicked. A send may decide otherwise; sends that are scheduled
          keep what was decided then.
        </p>
        <TrackingFields value={form} onChange={(change) => onChange({ ...form, ...change } as TemplateForm)} error={error} />
      </section>
    </>
  );
}
