'use client';
import { useQuery } from '@tanstack/react-query';
import { SubjectTestSection } from '../sends/subject-test-section';
import { useTRPC } from '../trpc';

/** The test of the newest occurrence: its sends share one, so any of them shows it. */
export function CampaignSubjectTest({ id, moving }: { id: string; moving: boolean }) {
  const trpc = useTRPC();
  const options = { refetchInterval: moving && 2_000, meta: { quiet: true } } as const;
  const runs = useQuery(trpc.campaigns.runs.queryOptions({ campaignId: id, limit: 1 }, options));
  const sendId = runs.data?.data[0]?.sends.find(({ channel }) => channel === 'email')?.id ?? '';
  const { data: send } = useQuery(trpc.sends.get.queryOptions({ id: sendId }, { ...options, enabled: Boolean(sendId) }));
  return send?.subject_test && <SubjectTestSection send={send} test={send.subject_test} />;
}
