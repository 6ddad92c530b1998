'use client';
import { EmailField, PasswordField } from '../auth/fields';
import { leaveFor } from '../auth/leave-for';
import { postAuth } from '../shell/post-auth';
import { useTRPCClient } from '../trpc';
import { Form } from '../ui/form';

/** For an address that has an account: signs in and accepts, in one go. */
export function SignInToJoin({ token, email }: { token: string; email: string }) {
  const client = useTRPCClient();
  return (
    <Form
      action="Sign in and join"
      send={async ({ password }) => {
        await postAuth('sign-in/email', { email, password });
        await client.invitations.accept.mutate({ token });
        return leaveFor('/overview/audiences');
      }}
      say={({ status, message }) => (status === 401 ? 'That is not the password of this account.' : message)}
    >
      <EmailField value={email} readOnly />
      <PasswordField autoFocus />
    </Form>
  );
}
