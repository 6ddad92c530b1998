'use client';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useIsOwner } from '../organization';
import { Button } from '../ui/button';
import { PageHeader } from '../ui/page-header';
import { Tab, TabList, TabPanel, Tabs } from '../ui/tabs';
import { AccountList } from './account-list';
import { AdAudienceList } from './ad-audience-list';
import { ConnectDialog } from './connect-dialog';
import { MapDialog } from './map-dialog';
import { SyncTable } from './sync-table';

const tabs = ['audiences', 'accounts', 'syncs'] as const;

/** Audiences on ads platforms: which are kept there, by which accounts, and what the syncs did. */
export function AdsPage() {
  const owner = useIsOwner();
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabs).withDefault('audiences'));
  const [connecting, setConnecting] = useState(false);
  const [mapping, setMapping] = useState(false);
  return (
    <>
      <PageHeader
        title="Ads sync"
        description="Audiences kept on Facebook, Google, TikTok and LinkedIn. Only hashes of addresses leave; who unsubscribes, leaves or is erased is taken out there too."
        actions={
          owner && (
            <>
              <Button onClick={() => setConnecting(true)}>Connect an account</Button>
              <Button variant="primary" onClick={() => setMapping(true)}>
                Map an audience
              </Button>
            </>
          )
        }
      />
      <Tabs value={tab} onValueChange={(value) => void setTab(value as (typeof tabs)[number])}>
        <TabList label="Ads sync">
          <Tab value="audiences">Audiences</Tab>
          <Tab value="accounts">Accounts</Tab>
          <Tab value="syncs">Syncs</Tab>
        </TabList>
        <TabPanel value="audiences" className="pt-4">
          <AdAudienceList map={() => setMapping(true)} />
        </TabPanel>
        <TabPanel value="accounts" className="pt-4">
          <AccountList connect={() => setConnecting(true)} />
        </TabPanel>
        <TabPanel value="syncs" className="pt-4">
          <SyncTable />
        </TabPanel>
      </Tabs>
      <ConnectDialog open={connecting} onOpenChange={setConnecting} />
      <MapDialog
        open={mapping}
        onOpenChange={setMapping}
        connect={() => {
          setMapping(false);
          setConnecting(true);
        }}
      />
    </>
  );
}
