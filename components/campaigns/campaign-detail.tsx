'use client';
import { useQuery } from '@tanstack/react-query';
import { formatInstant, formatRelative, zoneName } from '../format';
import { useIsOwner } from '../organization';
import { ReportLink } from '../reports/report-link';
import { useTRPC } from '../trpc';
import { Section } from '../ui/card';
import { CopyButton } from '../ui/copy-button';
import { ErrorState } from '../ui/error-state';
import { Notice } from '../ui/notice';
import { PageHeader } from '../ui/page-header';
import { Skeleton, TitleSkeleton } from '../ui/skeleton';
import { CampaignActions } from './campaign-actions';
import { CampaignFacts } from './campaign-facts';
import { CampaignResults } from './campaign-results';
import { CampaignSubjectTest } from './campaign-subject-test';
import { RunTable } from './run-table';
import { CampaignStatus, isMoving } from './status';

/** One campaign: what became of it, its occurrences, what it sends to whom. */
export function CampaignDetail({ id }: { id: string }) {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const query = useQuery(
    trpc.campaigns.get.queryOptions({ id }, { refetchInterval: (q) => (isMoving(q.state.data) ? 2_000 : false), meta: { quiet: true } }),
  );
  const campaign = query.data;
  if (query.isError && !campaign) return <ErrorState error={query.error} retry={() => query.refetch()} what="the campaign" />;
  return (
    <>
      <PageHeader
        parent={{ href: '/overview/campaigns', label: 'Campaigns' }}
        title={
          campaign ? (
            <span className="flex flex-wrap items-center gap-2.5">
              {campaign.name}
              <CampaignStatus status={campaign.status} />
            </span>
          ) : (
            <TitleSkeleton />
          )
        }
        description={
          <span className="flex flex-wrap items-center gap-x-1.5">
            <code className="font-mono text-xs break-all">{id}</code>
            <CopyButton compact text={id} label="Copy campaign id" />
          </span>
        }
        actions={
          campaign && (
            <>
              <ReportLink of="campaigns" id={id} />
              {owner && <CampaignActions campaign={campaign} />}
            </>
          )
        }
      />
      <div className="flex flex-col gap-4">
        {campaign?.error && (
          <Notice tone="bad">
            It paused itself, because it could not be launched: {campaign.error}. Put that right, then resume it; nobody receives anything
            twice.
          </Notice>
        )}
        {campaign?.paused_at && !campaign.error && (
          <Notice tone="warn">
            Paused {formatRelative(campaign.paused_at)}. Nothing leaves. On resuming, what is left keeps its spacing
            {campaign.recurring ? '; occurrences that passed meanwhile are skipped.' : '.'}
          </Notice>
        )}
        {campaign?.next_at && campaign.status !== 'paused' && (
          <Notice>
            {campaign.runs > 0 ? 'Next occurrence' : 'Starts'} {formatRelative(campaign.next_at)}:{' '}
            {formatInstant(campaign.next_at, campaign.schedule.timezone)} {zoneName(campaign.next_at, campaign.schedule.timezone)}. The
            audiences are evaluated then.
          </Notice>
        )}
        {campaign?.channels.some((each) => each.subject_test) && <CampaignSubjectTest id={id} moving={isMoving(campaign)} />}
        <CampaignResults campaign={campaign} id={id} />
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <RunTable id={id} moving={isMoving(campaign)} paused={campaign?.status === 'paused'} />
          <Section title="Details">{campaign ? <CampaignFacts campaign={campaign} /> : <Skeleton className="w-2/3" />}</Section>
        </div>
      </div>
    </>
  );
}
