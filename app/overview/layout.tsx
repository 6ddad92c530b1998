import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { OrganizationProvider } from '@/components/organization';
import { AppShell } from '@/components/shell/app-shell';
import { AppError } from '@/contracts/errors';
import { createTrpcContext } from '@/server/trpc/init';
import { caller } from '@/server/trpc/root';

/** The dashboard's gate for pages; every procedure checks again. */
export default async function OverviewLayout({ children }: { children: ReactNode }) {
  const organization = await caller(createTrpcContext(await headers()))
    .organization.current()
    .catch((error: { cause?: unknown }) => {
      if (error.cause instanceof AppError && error.cause.status === 401) redirect('/sign-in');
      throw error;
    });
  return (
    <OrganizationProvider value={organization}>
      <AppShell>{children}</AppShell>
    </OrganizationProvider>
  );
}
