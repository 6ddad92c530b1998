'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import { LINK_MINUTES } from '@/contracts/account';
import { NewPasswordField, PasswordField } from '../auth/fields';
import { useOrganization } from '../organization';
import { useTRPC, useTRPCClient } from '../trpc';
import { FormField, FormSection } from '../ui/form';
import { Notice } from '../ui/notice';
import { PageHeader } from '../ui/page-header';
import { SessionSection } from './session-section';

/** One's own account, whatever organization is open. */
export const AccountPage = () => (
  <>
    <PageHeader title="Your account" description="The same in every organization that you are in." />
    <div className="grid items-start gap-4 lg:grid-cols-3">
      <NameSection />
      <AddressSection />
      <PasswordSection />
    </div>
    <SessionSection />
  </>
);

function NameSection() {
  const { user } = useOrganization();
  const client = useTRPCClient();
  const router = useRouter();
  return (
    <FormSection
      title="Name"
      description="What others in your organizations see."
      action="Save"
      send={async ({ name = '' }) => {
        await client.account.rename.mutate({ name });
        toast.success('Your name is saved');
        // The layout reads it on the server.
        router.refresh();
      }}
    >
      <FormField name="name" label="Your name" autoComplete="name" defaultValue={user.name} required maxLength={200} />
    </FormSection>
  );
}

function AddressSection() {
  const { user } = useOrganization();
  const client = useTRPCClient();
  const [asked, setAsked] = useState<string | null>(null);
  return (
    <FormSection
      title="Email address"
      description={`You sign in as ${user.email}.`}
      action="Send a link to it"
      clears
      send={async ({ email = '', current = '' }) => {
        await client.account.askAddress.mutate({ email, current });
        setAsked(email.trim());
      }}
    >
      {asked && (
        <Notice tone="good" className="wrap-anywhere">
          A link is on its way to {asked}, unless it is another account's. It works for {LINK_MINUTES} minutes; until then nothing changes.
        </Notice>
      )}
      <FormField name="email" label="New address" type="email" autoComplete="off" required />
      <PasswordField name="current" label="Your password" />
    </FormSection>
  );
}

function PasswordSection() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  return (
    <FormSection
      title="Password"
      description="With a new one you are signed out everywhere else."
      action="Change password"
      clears
      send={async ({ current = '', password = '' }) => {
        await client.account.changePassword.mutate({ current, password });
        toast.success('Your password is changed; everywhere else you are signed out');
        void queries.invalidateQueries({ queryKey: trpc.account.sessions.pathKey() });
      }}
    >
      <PasswordField name="current" label="Current password" />
      <NewPasswordField label="New password" />
    </FormSection>
  );
}
