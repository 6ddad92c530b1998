'use client';
import { Save, Send, Snowflake, Undo2 } from 'lucide-react';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Segment } from '@/contracts/segment';
import { AudienceDrawers, useAudienceDrawer } from '../audiences/audience-drawers';
import { MemberTable } from '../audiences/member-table';
import { formatRelative, plural } from '../format';
import { Activity } from '../membership/activity';
import { useIsOwner } from '../organization';
import { SendTable } from '../sends/send-table';
import { useUnsavedWarning } from '../templates/use-unsaved-warning';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { CopyButton } from '../ui/copy-button';
import { PageHeader } from '../ui/page-header';
import { Tab, TabList, TabPanel, Tabs } from '../ui/tabs';
import type { Details } from './details-fields';
import { EditorLayout, obstacle, useSegmentEditor } from './editor-layout';
import { InsightsTab } from './insights/insights-tab';
import { personName } from './reach/sample-people';
import { SaveDialog } from './save-dialog';
import { SegmentMenu } from './segment-menu';
import { toAudience } from './to-audience';
import { useSaveSegment } from './use-save-segment';
import { WhyButton } from './why/why-button';

const tabs = ['filter', 'insights', 'members', 'activity', 'sends'] as const;
const detailsOf = ({ name, description, type }: Segment): Details => ({ name, description: description ?? '', type });

export function SegmentEditor({ segment }: { segment: Segment }) {
  const owner = useIsOwner();
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabs).withDefault('filter'));
  const drawer = useAudienceDrawer();
  const editor = useSegmentEditor(segment.filter);
  const [details, setDetails] = useState(() => detailsOf(segment));
  const [confirming, setConfirming] = useState(false);
  const { state } = editor;

  const filterChanged = JSON.stringify(state.filter) !== JSON.stringify(segment.filter);
  const changed = filterChanged || JSON.stringify(details) !== JSON.stringify(detailsOf(segment));
  const touched = changed || !state.current || state.unfinished > 0;
  const save = useSaveSegment((saved) => {
    setConfirming(false);
    setDetails(detailsOf(saved));
  });
  useUnsavedWarning(touched && !save.isPending);

  const problem = obstacle(state, details);
  const store = () => save.mutate({ id: segment.id, ...details, description: details.description.trim() || null, filter: state.filter });
  const ask = () => {
    if (problem) return void toast.error(problem, { id: 'segment' });
    // Saving a static segment freezes it anew, whatever was changed.
    if (filterChanged || details.type === 'static' || segment.type === 'static') setConfirming(true);
    else store();
  };
  const discard = () => {
    state.reset(segment.filter);
    setDetails(detailsOf(segment));
  };
  const frozen = segment.type === 'static' && segment.frozen_at;
  const saveButton = owner && (
    <Button variant="primary" onClick={ask} loading={save.isPending} disabled={!touched} aria-disabled={touched && Boolean(problem)}>
      <Save aria-hidden className="size-3.5" />
      Save
    </Button>
  );

  return (
    <>
      <PageHeader
        parent={{ href: '/overview/segments', label: 'Segments' }}
        title={segment.name}
        description={
          <span className="flex flex-wrap items-center gap-x-2">
            <Badge tone="outline">{segment.type === 'static' ? 'Static' : 'Dynamic'}</Badge>
            {frozen && (
              <span>
                frozen {formatRelative(frozen)} with {plural(segment.contact_count ?? 0, 'contact')}
              </span>
            )}
            <span className="flex items-center gap-x-1.5">
              <code className="font-mono text-xs break-all">{segment.id}</code>
              <CopyButton compact text={segment.id} label="Copy segment id" />
            </span>
            {touched && <span className="text-warn">unsaved changes</span>}
          </span>
        }
        actions={
          <>
            {owner && touched && (
              <Button variant="ghost" onClick={discard}>
                <Undo2 aria-hidden className="size-3.5" />
                Discard
              </Button>
            )}
            {owner && frozen && !touched && (
              <Button onClick={() => setConfirming(true)}>
                <Snowflake aria-hidden className="size-3.5" />
                Freeze again
              </Button>
            )}
            {(touched || save.isPending) && saveButton}
            {owner && (
              <Button
                variant={touched ? 'secondary' : 'primary'}
                disabled={touched}
                onClick={() => drawer.open('send', toAudience(segment))}
              >
                <Send aria-hidden className="size-3.5" />
                Send
              </Button>
            )}
            <SegmentMenu segment={segment} />
          </>
        }
      />
      <Tabs value={tab} onValueChange={(next) => setTab(next)}>
        <TabList label="About this segment" className="mb-4">
          <Tab value="filter">Filter</Tab>
          <Tab value="insights">Insights</Tab>
          <Tab value="members">Members</Tab>
          <Tab value="activity">Activity</Tab>
          <Tab value="sends">Sends</Tab>
        </TabList>
        <TabPanel value="filter">
          <EditorLayout
            editor={editor}
            details={details}
            onDetails={setDetails}
            error={save.error}
            save={touched && saveButton}
            why={(person) => (
              <WhyButton
                audienceId={segment.id}
                contactId={person.id}
                name={personName(person)}
                note={filterChanged ? 'By the filter as it is saved, without your changes.' : undefined}
              />
            )}
          />
        </TabPanel>
        <TabPanel value="insights">
          <InsightsTab id={segment.id} unsaved={filterChanged} />
        </TabPanel>
        <TabPanel value="members">
          <Card>
            <MemberTable audience={toAudience(segment)} onImport={() => undefined} />
          </Card>
        </TabPanel>
        <TabPanel value="activity">
          <Activity audienceId={segment.id} />
        </TabPanel>
        <TabPanel value="sends">
          <Card>
            <SendTable audienceId={segment.id} />
          </Card>
        </TabPanel>
      </Tabs>
      <SaveDialog
        open={confirming}
        onOpenChange={setConfirming}
        segment={segment}
        filter={state.filter}
        type={details.type}
        saving={save.isPending}
        onConfirm={store}
      />
      <AudienceDrawers drawer={drawer} />
    </>
  );
}
