import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { InvitationPage } from '@/components/members/invitation-page';
import { createTrpcContext } from '@/server/trpc/init';
import { refusedAsNull } from '@/server/trpc/refused-as-null';
import { caller } from '@/server/trpc/root';

// The token is a key: no page that is linked from here may read it in its Referer.
export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer', robots: { index: false } };

/** Only shows: whatever follows links ahead of people must not accept for them. */
export default async function Page({ params }: PageProps<'/invitation/[token]'>) {
  const { token } = await params;
  const context = createTrpcContext(await headers());
  const person = await context.person().catch(refusedAsNull);
  const view = await caller(context).invitations.look({ token }).catch(refusedAsNull);
  return <InvitationPage token={token} view={view} signedInAs={person?.email ?? null} />;
}
