'use client';
import { useQueries, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useNewestTemplate } from '../templates/template-picker';
import { useTRPC } from '../trpc';
import { Section } from '../ui/card';
import { ErrorState } from '../ui/error-state';
import { Notice } from '../ui/notice';
import { PageHeader } from '../ui/page-header';
import { Skeleton } from '../ui/skeleton';
import { CampaignEditor } from './campaign-editor';
import { isEditable } from './status';

/** The editor once what it edits is there. */
export function CampaignEditorPage({ id }: { id?: string }) {
  const trpc = useTRPC();
  const campaign = useQuery(
    trpc.campaigns.get.queryOptions({ id: id ?? '' }, { enabled: id !== undefined, staleTime: Number.POSITIVE_INFINITY }),
  );
  const newest = useNewestTemplate('email');
  const keys = [...new Set(campaign.data?.channels.flatMap((each) => each.template_id ?? []))];
  // One that is archived is gone: another is to be chosen.
  const named = useQueries({
    queries: keys.map((key) => trpc.templates.byKey.queryOptions({ key }, { staleTime: 30_000, meta: { quiet: true } })),
  });
  if (campaign.isError) return <ErrorState error={campaign.error} retry={() => campaign.refetch()} what="the campaign" />;
  if (!id && newest.isError) return <ErrorState error={newest.error} retry={() => newest.refetch()} what="the templates" />;
  if (id ? !campaign.data || named.some((each) => each.isPending) : newest.data === undefined)
    return (
      <>
        <PageHeader title={id ? 'Edit campaign' : 'New campaign'} />
        <Section title="Who">
          <Skeleton className="h-8 w-full" />
        </Section>
      </>
    );
  if (campaign.data && !isEditable(campaign.data))
    return (
      <>
        <PageHeader parent={{ href: '/overview/campaigns', label: 'Campaigns' }} title={campaign.data.name} />
        <Notice>
          This campaign was launched: what people get does not change under way.{' '}
          <Link href={`/overview/campaigns/${campaign.data.id}`} className="font-medium underline underline-offset-2">
            Back to it
          </Link>
          , where it can be duplicated.
        </Notice>
      </>
    );
  const templates = id ? named.flatMap((each) => each.data ?? []) : newest.data ? [newest.data] : [];
  return <CampaignEditor campaign={campaign.data} templates={templates} />;
}
