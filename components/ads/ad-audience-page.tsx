'use client';
import { useQuery } from '@tanstack/react-query';
import type { Route } from 'next';
import Link from 'next/link';
import { useState } from 'react';
import type { AdAudience } from '@/contracts/ads';
import { formatNumber, plural } from '../format';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { Details } from '../ui/details';
import { ErrorState } from '../ui/error-state';
import { Notice } from '../ui/notice';
import { PageHeader } from '../ui/page-header';
import { Progress } from '../ui/progress';
import { Skeleton, TitleSkeleton } from '../ui/skeleton';
import { Time } from '../ui/time';
import { AdAudienceMenu } from './ad-audience-menu';
import { MemberTable } from './member-table';
import { PlanDialog } from './plan-dialog';
import { AudienceState, memberState, platformLabel, syncKind } from './status';
import { SyncTable } from './sync-table';
import { TargetingSection } from './targeting-section';

/** One mapped audience: its state, the sync under way, its people, its history. */
export function AdAudiencePage({ id }: { id: string }) {
  const trpc = useTRPC();
  const [planning, setPlanning] = useState(false);
  const query = useQuery(
    trpc.ads.get.queryOptions({ id }, { refetchInterval: (q) => (q.state.data?.sync ? 1_000 : 5_000), meta: { quiet: true } }),
  );
  const ad = query.data;
  if (query.isError && !ad) return <ErrorState error={query.error} retry={() => query.refetch()} what="the mapped audience" />;
  return (
    <>
      <PageHeader
        parent={{ href: '/overview/ads' as Route, label: 'Ads sync' }}
        title={
          ad ? (
            <span className="flex flex-wrap items-center gap-2.5">
              {ad.name}
              <AudienceState state={ad.state} />
            </span>
          ) : (
            <TitleSkeleton />
          )
        }
        description={ad && `${platformLabel(ad.platform)} · ${ad.account_name}`}
        actions={
          ad && (
            <>
              <Button variant="primary" disabled={Boolean(ad.sync) || ad.state === 'disconnected'} onClick={() => setPlanning(true)}>
                Plan…
              </Button>
              <AdAudienceMenu ad={ad} />
            </>
          )
        }
      />
      <div className="flex flex-col gap-4">
        {ad?.error && !ad.sync && <Notice tone="bad">{ad.error.message}</Notice>}
        {ad?.sync && <Running ad={ad} sync={ad.sync} />}
        <Section title="Details">{ad ? <Facts ad={ad} /> : <Skeleton className="w-2/3" />}</Section>
        {ad && <TargetingSection ad={ad} />}
        <h2 className="text-base font-semibold">People</h2>
        {ad && <MemberTable key={ad.sync ? 'running' : ad.last_synced_at} ad={ad} />}
        <h2 className="text-base font-semibold">Syncs</h2>
        <SyncTable adAudienceId={id} />
      </div>
      {ad && <PlanDialog ad={ad} open={planning} onOpenChange={setPlanning} />}
    </>
  );
}

function Running({ ad, sync }: { ad: AdAudience; sync: NonNullable<AdAudience['sync']> }) {
  const all = sync.to_add + sync.to_remove;
  const done = sync.added + sync.removed + sync.failed;
  return (
    <Section title={`${syncKind[sync.kind]}: ${sync.status === 'waiting' ? 'waiting' : 'running'}`}>
      <div className="flex flex-col gap-2">
        <Progress label="Progress of the sync" value={all ? Math.min(1, done / all) : null} />
        <p className="text-sm text-ink-2">
          {formatNumber(sync.added)} of {formatNumber(sync.to_add)} added, {formatNumber(sync.removed)} of {formatNumber(sync.to_remove)}{' '}
          removed
          {ad.members.adding + ad.members.removing > 0 &&
            `, ${formatNumber(ad.members.adding + ad.members.removing)} with ${platformLabel(ad.platform)}`}
          {sync.failed > 0 && `, ${formatNumber(sync.failed)} refused`}.
        </p>
        {sync.error && <Notice tone="warn">{sync.error.message}</Notice>}
      </div>
    </Section>
  );
}

function Facts({ ad }: { ad: AdAudience }) {
  const left = ad.members.excluded + ad.members.unmatched;
  return (
    <Details
      items={[
        [
          'Audience',
          ad.audience_id ? (
            <Link key="audience" href={`/overview/audiences/${ad.audience_id}` as Route} className="hover:underline">
              {ad.audience_name}
            </Link>
          ) : (
            'deleted'
          ),
        ],
        [
          memberState.synced.label,
          `${plural(ad.members.synced, 'contact')}; ${platformLabel(ad.platform)} shows ads from ${formatNumber(ad.minimum_size)} that it recognises`,
        ],
        left > 0 && [
          'Not sent',
          `${formatNumber(ad.members.unmatched)} without a match key, ${formatNumber(ad.members.excluded)} suppressed or opted out`,
        ],
        ad.platform_size !== null && ['Size there', `${formatNumber(ad.platform_size)}, as the platform reports it`],
        [
          'Its id there',
          <code key="id" className="font-mono text-xs">
            {ad.external_id ?? '—'}
          </code>,
        ],
        ['Last sync', ad.last_synced_at ? <Time key="last" iso={ad.last_synced_at} /> : 'never'],
        ad.platform === 'google' && ['Consent', ad.consent === 'granted' ? 'granted' : 'not stated'],
      ]}
    />
  );
}
