'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Audience } from '@/contracts/audience';
import { explain } from '../errors';
import { plural } from '../format';
import { useOrganization } from '../organization';
import { OrganizationDialog } from '../shell/organization-dialog';
import { useNewestTemplate } from '../templates/template-picker';
import { useTemplate } from '../templates/use-template';
import { alone, useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { DrawerBody, DrawerFooter } from '../ui/drawer';
import { Notice } from '../ui/notice';
import { Progress } from '../ui/progress';
import { useDebounced } from '../use-search';
import { type Draft, newDraft, sendBody } from './draft';
import { MessageFields } from './message-fields';
import { MessagePreview } from './message-preview';
import { Reach } from './reach';
import { ScheduleFields } from './schedule-fields';
import { SendDone } from './send-done';
import { useSend } from './use-send';

// Stands in while no sender is given: the reach does not depend on it.
const standIn = { email: 'sender@example.com', sms: 'Muster' };
const ownFields = [
  'from',
  'template',
  'subject_variants',
  'subject_test',
  'scheduled_local',
  'scheduled_at_tz',
  'ramp_minutes',
  'track_opens',
  'track_clicks',
];

export function SendPanel({ audience, onClose }: { audience: Audience; onClose: () => void }) {
  const trpc = useTRPC();
  const [draft, setDraft] = useState<Draft>(newDraft);
  const set = (change: Partial<Draft>) => setDraft((old) => ({ ...old, ...change }));
  const send = useSend(audience.id);
  const lastSends = useQuery(trpc.sends.list.queryOptions({ limit: 25 }));

  // Begins where the last send left off: its template and its sender.
  const last = lastSends.data?.data.find((s) => s.channel === draft.channel);
  const lastTemplate = useTemplate(last?.template_id ?? '');
  const newest = useNewestTemplate(draft.channel);
  const again = lastTemplate.data && (draft.channel === 'email' || lastTemplate.data.source.sms.trim()) ? lastTemplate.data : null;
  const usual = lastSends.isPending || lastTemplate.isLoading ? null : (again ?? newest.data);
  const bare = !draft.template;
  useEffect(() => {
    if (usual && bare) setDraft((old) => ({ ...old, template: usual, subjects: [usual.source.subject] }));
  }, [usual, bare]);
  const lastFrom = last?.from;
  useEffect(() => {
    if (lastFrom) setDraft((old) => (old.from ? old : { ...old, from: lastFrom }));
  }, [lastFrom]);

  const body = sendBody(draft);
  const asked = useDebounced(sendBody(draft, draft.from.trim() || standIn[draft.channel]), 300);
  const preview = useQuery(
    trpc.sends.preview.queryOptions(
      { ...(asked ?? { channel: 'email', template: '-' }), audienceId: audience.id },
      { ...alone, enabled: asked !== null, placeholderData: keepPreviousData, meta: { quiet: true }, refetchInterval: 30_000 },
    ),
  );
  // A refused draft keeps the last figures on screen.
  const [lastGood, setLastGood] = useState(preview.data);
  useEffect(() => {
    if (preview.data) setLastGood(preview.data);
  }, [preview.data]);
  const reach = preview.data ?? lastGood;
  const error = send.error ?? preview.error;
  const unplaced = error && !explain(error).issues.some((issue) => ownFields.includes(String(issue.path[0])));
  const empty = reach?.warnings.filter((w) => w.code === 'empty_variable') ?? [];
  const slices = reach?.slices ?? 1;
  const people = reach?.will_receive ?? 0;
  const tested = Boolean(body?.subject_test);
  const { postal_address: address } = useOrganization();
  const [settings, setSettings] = useState(false);
  const homeless = draft.channel === 'email' && !address.trim();
  const stale = preview.isPlaceholderData || preview.isFetching || preview.isError;

  if (send.finished) return <SendDone accepted={send.accepted} channel={draft.channel} onClose={onClose} />;

  return (
    <>
      <DrawerBody className="grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
        <div className="flex flex-col gap-5">
          <MessageFields draft={draft} set={set} error={error} people={reach?.will_receive} />
          <ScheduleFields draft={draft} set={set} preview={reach} error={preview.error} />
        </div>
        <section aria-label="Preview" className="flex flex-col lg:sticky lg:top-0 lg:h-[calc(100dvh-13rem)] lg:self-start">
          <MessagePreview draft={draft} audience={audience} />
        </section>
      </DrawerBody>
      <DrawerFooter className="items-end justify-between gap-x-6 gap-y-3">
        {(unplaced || homeless || empty.length > 0 || slices > 1) && (
          <div className="flex w-full flex-col gap-2">
            {unplaced && (
              <Notice tone="bad">
                {explain(error).message}
                {send.accepted.length > 0 &&
                  ` ${send.accepted.length} of ${send.of} slices were accepted; sending again goes on with the next.`}
                {explain(error).requestId && <span className="block font-mono text-xs">{explain(error).requestId}</span>}
              </Notice>
            )}
            {homeless && (
              <Notice tone="warn">
                Marketing email needs a postal address at its foot.{' '}
                <button type="button" className="font-medium underline underline-offset-2" onClick={() => setSettings(true)}>
                  Add yours
                </button>
              </Notice>
            )}
            {empty.map((warning) => (
              <Notice key={warning.message} tone="warn">
                {warning.message.replace(/^./, (c) => c.toUpperCase())}
              </Notice>
            ))}
            {slices > 1 && tested && (
              <Notice tone="warn">
                More than 10,000 people: parts of an audience cannot share a test. Send it as a campaign, whose parts do.
              </Notice>
            )}
            {slices > 1 && !tested && (
              <Notice>
                More than 10,000 people: this goes out as {slices} sends to {slices} parts of the audience. The parts do not overlap and
                leave nobody out.
              </Notice>
            )}
          </div>
        )}
        <OrganizationDialog open={settings} onOpenChange={setSettings} />
        <Reach preview={reach} channel={draft.channel} stale={stale} />
        <div className="flex items-center gap-3 max-sm:w-full">
          {send.running && slices > 1 && (
            <span role="status" className="flex w-40 flex-col gap-1 text-xs text-ink-3">
              Slice {Math.min(send.accepted.length + 1, send.of)} of {send.of}
              <Progress label="Slices" value={send.accepted.length / send.of} />
            </span>
          )}
          <Button
            variant="primary"
            size="lg"
            className="max-sm:flex-1"
            disabled={!body || people === 0 || preview.isError || (tested && slices > 1)}
            loading={send.running}
            onClick={() => body && send.launch(body, slices)}
          >
            <Send aria-hidden className="size-3.5" />
            {reach ? `${draft.when === 'later' ? 'Schedule for' : 'Send to'} ${plural(people, 'person', 'people')}` : 'Send'}
          </Button>
        </div>
      </DrawerFooter>
    </>
  );
}
