'use client';
import { EmailField, NewPasswordField } from '../auth/fields';
import { leaveFor } from '../auth/leave-for';
import { postAuth } from '../shell/post-auth';
import { useTRPCClient } from '../trpc';
import { Form, FormField } from '../ui/form';

/** For an address without an account: makes one and signs in. */
export function JoinForm({ token, email }: { token: string; email: string }) {
  const client = useTRPCClient();
  return (
    <Form
      action="Create account and join"
      send={async ({ name = '', password = '' }) => {
        const made = await client.invitations.join.mutate({ token, name, password });
        await postAuth('sign-in/email', { email: made.email, password });
        return leaveFor('/overview/audiences');
      }}
    >
      <EmailField value={email} readOnly />
      <FormField name="name" label="Your name" autoComplete="name" required autoFocus maxLength={200} />
      <NewPasswordField />
    </Form>
  );
}
