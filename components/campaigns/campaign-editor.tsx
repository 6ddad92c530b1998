'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Save, Send } from 'lucide-react';
import type { Route } from 'next';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Campaign } from '@/contracts/campaign';
import type { Template } from '@/contracts/template';
import { explain, issueAt } from '../errors';
import { plural } from '../format';
import { useIsOwner, useOrganization } from '../organization';
import { EventInput } from '../segments/builder/event-input';
import { stayOnEnter } from '../segments/new-segment';
import { Part } from '../send/part';
import { OrganizationDialog } from '../shell/organization-dialog';
import { useUnsavedWarning } from '../templates/use-unsaved-warning';
import { alone, useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { PageHeader } from '../ui/page-header';
import { useDebounced } from '../use-search';
import { AudiencePicker } from './audience-picker';
import { ChannelFields } from './channel-fields';
import { CombinedReach } from './combined-reach';
import { type Draft, draftOf, missing, newDraft, scheduleOf } from './draft';
import { useSaveCampaign } from './use-save-campaign';
import { WhenFields } from './when-fields';

/** Makes a campaign, or changes one that was not launched. `templates`: those it names, or the one that a new one begins with. */
export function CampaignEditor({ campaign, templates }: { campaign?: Campaign; templates: readonly Template[] }) {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const [saved, setSaved] = useState<Draft>(() => (campaign ? draftOf(campaign, templates) : newDraft(templates[0])));
  const [draft, setDraft] = useState(saved);
  const [asking, setAsking] = useState(false);
  const [settings, setSettings] = useState(false);
  const set = (change: Partial<Draft>) => setDraft((old) => ({ ...old, ...change }));
  const { save, launch, pending, error } = useSaveCampaign(campaign, () => setSaved(draft));
  useUnsavedWarning(draft !== saved && !pending);

  const asked = useDebounced(
    {
      audiences: { include: draft.include.map((a) => a.id), exclude: draft.exclude.map((a) => a.id) },
      channels: draft.channels.map((each) => each.channel),
      oncePerPerson: draft.when === 'recurring' && draft.oncePerPerson,
      campaignId: campaign?.id,
    },
    200,
  );
  const reach = useQuery(
    trpc.campaigns.preview.queryOptions(asked, {
      ...alone,
      enabled: asked.audiences.include.length > 0,
      placeholderData: keepPreviousData,
      meta: { quiet: true },
    }),
  );
  const times = useQuery(
    trpc.campaigns.schedule.queryOptions(useDebounced(scheduleOf(draft), 200), {
      ...alone,
      placeholderData: keepPreviousData,
      meta: { quiet: true },
    }),
  );
  const obstacle = missing(draft);
  const { postal_address: address } = useOrganization();
  const homeless = draft.channels.some((each) => each.channel === 'email') && !address.trim();
  const people = reach.data?.will_receive ?? 0;
  const failed = error ?? times.error ?? reach.error;
  const verb = draft.when === 'now' ? 'Launch' : 'Schedule';
  const go = () => {
    if (obstacle) return void toast.error(obstacle, { id: 'campaign' });
    setAsking(true);
  };

  return (
    <form onSubmit={(event) => event.preventDefault()} onKeyDown={stayOnEnter}>
      <PageHeader
        parent={
          campaign
            ? { href: `/overview/campaigns/${campaign.id}` as Route, label: campaign.name }
            : { href: '/overview/campaigns', label: 'Campaigns' }
        }
        title={campaign ? 'Edit campaign' : 'New campaign'}
        description="Who, what, when. Nothing leaves before it is launched."
        actions={
          owner && (
            <>
              <Button loading={pending === 'save'} disabled={!draft.name.trim() || Boolean(pending)} onClick={() => save(draft)}>
                <Save aria-hidden className="size-3.5" />
                {campaign && campaign.status !== 'draft' ? 'Save' : 'Save draft'}
              </Button>
              {(!campaign || campaign.status === 'draft') && (
                <Button
                  variant="primary"
                  loading={pending === 'launch'}
                  aria-disabled={Boolean(obstacle)}
                  disabled={Boolean(pending)}
                  onClick={go}
                >
                  <Send aria-hidden className="size-3.5" />
                  {verb}…
                </Button>
              )}
            </>
          )
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
        <div className="flex min-w-0 flex-col gap-4">
          <Section title="Who">
            <div className="flex flex-col gap-4">
              <Field label="Name" error={issueAt(error, 'name')}>
                <Input value={draft.name} onChange={(e) => set({ name: e.target.value })} maxLength={200} placeholder="Spring newsletter" />
              </Field>
              <AudiencePicker
                label="Include"
                hint="Everybody who is in at least one of these, each person once."
                value={draft.include}
                onChange={(include) => set({ include })}
                taken={draft.exclude.map((a) => a.id)}
                error={issueAt(error, 'audiences.include')}
              />
              <AudiencePicker
                label="Exclude"
                hint="Nobody who is in one of these."
                value={draft.exclude}
                onChange={(exclude) => set({ exclude })}
                taken={draft.include.map((a) => a.id)}
                error={issueAt(error, 'audiences.exclude')}
              />
              <CombinedReach preview={reach.data} stale={reach.isFetching} empty={!draft.include.length} />
              <p className="text-xs text-ink-3">As of now. The audiences are evaluated again when the campaign starts.</p>
            </div>
          </Section>
          <Section title="What">
            <div className="flex flex-col gap-5">
              <ChannelFields draft={draft} set={set} error={error} preview={reach.data} />
              <Part title="Goal">
                <div className="grid gap-3 sm:grid-cols-[1fr_9rem]">
                  <Field
                    label="Contact event"
                    optional
                    error={issueAt(error, 'goal.event')}
                    hint="People who record it after a message count as converted."
                  >
                    <EventInput label="Contact event" value={draft.goalEvent} onChange={(goalEvent) => set({ goalEvent })} />
                  </Field>
                  <Field label="Within days" error={issueAt(error, 'goal.withinDays')}>
                    <Input
                      type="number"
                      min={1}
                      max={90}
                      value={String(draft.goalDays)}
                      onChange={(e) => set({ goalDays: Math.min(90, Math.max(1, Math.round(Number(e.target.value) || 1))) })}
                    />
                  </Field>
                </div>
              </Part>
            </div>
          </Section>
        </div>
        <div className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-4">
          <Section title="When">
            <WhenFields draft={draft} set={set} preview={times.data} error={error ?? times.error} />
          </Section>
          {failed ? <Notice tone="bad">{explain(failed).message}</Notice> : null}
          {homeless && (
            <Notice tone="warn">
              Marketing email needs a postal address at its foot.{' '}
              <button type="button" className="font-medium underline underline-offset-2" onClick={() => setSettings(true)}>
                Add yours
              </button>
            </Notice>
          )}
        </div>
      </div>
      <OrganizationDialog open={settings} onOpenChange={setSettings} />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={draft.when === 'now' ? 'Launch this campaign now?' : 'Schedule this campaign?'}
        action={verb}
        cancel="Not yet"
        danger={false}
        pending={pending === 'launch'}
        onConfirm={() => launch(draft).finally(() => setAsking(false))}
      >
        <p>
          {draft.when === 'now'
            ? `${plural(people, 'person', 'people')} will receive it, beginning at once.`
            : `${times.data?.description ?? ''}. As of now ${plural(people, 'person', 'people')} would receive it; the audiences are evaluated when it starts.`}
        </p>
        <p>Once it has started, its audiences and its message no longer change. It can be paused, resumed and cancelled.</p>
      </ConfirmDialog>
    </form>
  );
}
