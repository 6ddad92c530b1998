import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { ConfirmPage } from '@/components/account/link-page';
import { createTrpcContext } from '@/server/trpc/init';
import { refusedAsNull } from '@/server/trpc/refused-as-null';
import { caller } from '@/server/trpc/root';

// The token is a key: no page that is linked from here may read it in its Referer.
export const metadata: Metadata = { title: 'Confirm your new address', referrer: 'no-referrer', robots: { index: false } };

/** Only shows: whatever follows links ahead of people must not use them up. */
export default async function Page({ params }: PageProps<'/confirm-address/[token]'>) {
  const { token } = await params;
  const view = await caller(createTrpcContext(await headers()))
    .account.viewAddress({ token })
    .catch(refusedAsNull);
  return <ConfirmPage token={token} view={view} />;
}
