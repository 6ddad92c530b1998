'use client';
import { useQuery } from '@tanstack/react-query';
import { Send, Upload } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { contactColumns } from '../contacts/columns';
import { CustomMembers } from '../custom/custom-members';
import { CustomPanel } from '../custom/custom-panel';
import { formatDay, formatNumber, plural } from '../format';
import { Activity } from '../membership/activity';
import { useIsOwner } from '../organization';
import { ReportLink } from '../reports/report-link';
import { SendTable } from '../sends/send-table';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { CopyButton } from '../ui/copy-button';
import { DataTable } from '../ui/data-table';
import { ErrorState } from '../ui/error-state';
import { PageHeader } from '../ui/page-header';
import { TitleSkeleton } from '../ui/skeleton';
import { Tab, TabList, TabPanel, Tabs } from '../ui/tabs';
import { AudienceDrawers, useAudienceDrawer } from './audience-drawers';
import { AudienceMenu } from './audience-menu';
import { ExportLink } from './export-link';
import { ImportHistory } from './import-history';
import { MemberTable } from './member-table';
import { RowCount } from './row-count';

const tabs = ['members', 'activity', 'sends', 'imports'] as const;

export function AudienceDetail({ id }: { id: string }) {
  const owner = useIsOwner();
  const router = useRouter();
  const trpc = useTRPC();
  const query = useQuery(trpc.audiences.get.queryOptions({ id }));
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabs).withDefault('members'));
  const drawer = useAudienceDrawer();
  const audience = query.data;
  if (query.isError && !audience) return <ErrorState error={query.error} retry={() => query.refetch()} what="the audience" />;
  return (
    <>
      <PageHeader
        parent={{ href: '/overview/audiences', label: 'Audiences' }}
        title={audience ? audience.name : <TitleSkeleton />}
        description={
          audience && (
            <>
              {audience.description && <p className="max-w-2xl">{audience.description}</p>}
              <p className="flex flex-wrap items-center gap-x-1.5">
                {audience.contact_count === null ? <RowCount id={id} one="contact" /> : plural(audience.contact_count, 'contact')} · created{' '}
                {formatDay(audience.created_at)} · <code className="font-mono text-xs break-all">{audience.id}</code>
                <CopyButton compact text={audience.id} label="Copy audience id" />
              </p>
            </>
          )
        }
        actions={
          audience && (
            <>
              <ReportLink of="audiences" id={id} />
              <ExportLink audience={audience} />
              {owner && audience.kind === 'list' && (
                <Button onClick={() => drawer.open('import', audience)}>
                  <Upload aria-hidden className="size-3.5" />
                  Import
                </Button>
              )}
              {owner && (
                <>
                  <Button variant="primary" onClick={() => drawer.open('send', audience)}>
                    <Send aria-hidden className="size-3.5" />
                    Send
                  </Button>
                  <AudienceMenu audience={audience} onDeleted={() => router.push('/overview/audiences')} />
                </>
              )}
            </>
          )
        }
      />
      {audience?.kind === 'custom' && <CustomPanel id={id} />}
      <Tabs value={tab} onValueChange={(next) => setTab(next)}>
        <TabList label="About this audience" className="mb-4">
          <Tab value="members">
            Members{' '}
            {audience?.contact_count != null && <span className="text-xs text-ink-3 tnum">{formatNumber(audience.contact_count)}</span>}
          </Tab>
          <Tab value="activity">Activity</Tab>
          <Tab value="sends">Sends</Tab>
          {audience?.kind === 'list' && <Tab value="imports">Imports</Tab>}
        </TabList>
        <TabPanel value="members">
          <Card>
            {audience?.kind === 'custom' ? (
              <CustomMembers id={id} />
            ) : audience ? (
              <MemberTable audience={audience} onImport={() => drawer.open('import', audience)} />
            ) : (
              <DataTable label="Members" columns={contactColumns} rows={undefined} rowKey={(c) => c.id} />
            )}
          </Card>
        </TabPanel>
        <TabPanel value="activity">
          <Activity audienceId={id} />
        </TabPanel>
        <TabPanel value="sends">
          <Card>
            <SendTable audienceId={id} />
          </Card>
        </TabPanel>
        <TabPanel value="imports">
          <Card>
            <ImportHistory audienceId={id} />
          </Card>
        </TabPanel>
      </Tabs>
      <AudienceDrawers drawer={drawer} />
    </>
  );
}
