'use client';
import { ArrowUp, Mail, MessageSquare, Plus, Trash2 } from 'lucide-react';
import type { CampaignPreview } from '@/contracts/campaign';
import { type Channel, channels } from '@/contracts/limits';
import { issueAt } from '../errors';
import { Part } from '../send/part';
import { SubjectFields } from '../send/subject-fields';
import { VariableFields } from '../send/variable-fields';
import { TemplatePicker, useNewestTemplate } from '../templates/template-picker';
import { TrackingFields } from '../tracking/tracking-fields';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import type { ChannelDraft, Draft } from './draft';

const names: Record<Channel, string> = { email: 'Email', sms: 'SMS' };

type Props = { draft: Draft; set: (change: Partial<Draft>) => void; error: unknown; preview: CampaignPreview | undefined };

/** Channels in the order in which they are tried, each with its own template and sender. */
export function ChannelFields({ draft, set, error, preview }: Props) {
  const unused = channels.filter((channel) => !draft.channels.some((each) => each.channel === channel));
  const change = (at: number, part: Partial<ChannelDraft>) =>
    set({ channels: draft.channels.map((each, i) => (i === at ? { ...each, ...part } : each)) });
  const newest = { email: useNewestTemplate('email').data, sms: useNewestTemplate('sms').data };
  return (
    <Part
      title="Message"
      aside={unused.map((channel) => (
        <Button
          key={channel}
          size="sm"
          onClick={() => {
            const first = draft.channels[0]?.template;
            const template = (first && (channel === 'email' || first.source.sms.trim()) ? first : newest[channel]) ?? null;
            set({
              channels: [
                ...draft.channels,
                { channel, template, from: '', subjects: template ? [template.source.subject] : [], test: null },
              ],
            });
          }}
        >
          <Plus aria-hidden className="size-3.5" />
          Add {names[channel]}
        </Button>
      ))}
    >
      {draft.channels.map((each, i) => (
        <fieldset key={each.channel} aria-label={names[each.channel]} className="flex min-w-0 flex-col gap-3 rounded-md border p-3">
          <div className="flex items-center gap-2 text-sm font-medium">
            {each.channel === 'email' ? <Mail aria-hidden className="size-4" /> : <MessageSquare aria-hidden className="size-4" />}
            {names[each.channel]}
            <span className="flex-1 text-xs font-normal text-ink-3">
              {draft.channels.length > 1 && (i === 0 ? 'tried first' : 'for whom the channels above do not reach')}
            </span>
            {i > 0 && (
              <Button
                variant="ghost"
                size="iconSm"
                aria-label={`Try ${names[each.channel]} first`}
                onClick={() => set({ channels: [each, ...draft.channels.filter((other) => other !== each)] })}
              >
                <ArrowUp aria-hidden className="size-3.5" />
              </Button>
            )}
            {draft.channels.length > 1 && (
              <Button
                variant="ghost"
                size="iconSm"
                aria-label={`Remove ${names[each.channel]}`}
                onClick={() => set({ channels: draft.channels.filter((other) => other !== each) })}
              >
                <Trash2 aria-hidden className="size-3.5" />
              </Button>
            )}
          </div>
          <TemplatePicker
            channel={each.channel}
            value={each.template}
            onChange={(template) => change(i, { template, subjects: [template.source.subject] })}
            error={issueAt(error, `channels.${i}.templateId`)}
          />
          <Field
            label="From"
            optional
            error={issueAt(error, `channels.${i}.from`)}
            hint="Left empty: the sender of your last send, shown once it is scheduled."
          >
            <Input
              value={each.from}
              onChange={(e) => change(i, { from: e.target.value })}
              placeholder={each.channel === 'email' ? 'Your name <hello@yourdomain.com>' : '+14155550100'}
              maxLength={400}
            />
          </Field>
          {each.channel === 'email' && each.template && (
            <SubjectFields
              draft={each}
              set={(part) => change(i, part)}
              error={error}
              people={preview?.channels.find(({ channel }) => channel === 'email')?.will_receive}
              path={`channels.${i}.subjectVariants`}
              testPath={`channels.${i}.subjectTest`}
            />
          )}
          {each.channel === 'email' && (
            <TrackingFields value={draft} onChange={(part) => set(part as Partial<Draft>)} template={each.template} error={error} />
          )}
        </fieldset>
      ))}
      <VariableFields
        templates={draft.channels.map((each) => each.template)}
        values={draft.variables}
        onChange={(variables) => set({ variables })}
      />
    </Part>
  );
}
