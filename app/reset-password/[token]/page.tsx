import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { ResetPage } from '@/components/account/link-page';
import { createTrpcContext } from '@/server/trpc/init';
import { refusedAsNull } from '@/server/trpc/refused-as-null';
import { caller } from '@/server/trpc/root';

// The token is a key: no page that is linked from here may read it in its Referer.
export const metadata: Metadata = { title: 'Set a new password', referrer: 'no-referrer', robots: { index: false } };

/** Only shows: whatever follows links ahead of people must not use them up. */
export default async function Page({ params }: PageProps<'/reset-password/[token]'>) {
  const { token } = await params;
  const view = await caller(createTrpcContext(await headers()))
    .account.viewReset({ token })
    .catch(refusedAsNull);
  return <ResetPage token={token} view={view} />;
}
