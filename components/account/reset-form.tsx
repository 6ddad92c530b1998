'use client';
import { AuthLink } from '../auth/auth-frame';
import { EmailField, NewPasswordField } from '../auth/fields';
import { useTRPCClient } from '../trpc';
import { Form } from '../ui/form';
import { Sent } from './sent';

export function ResetForm({ token, email }: { token: string; email: string }) {
  const client = useTRPCClient();
  return (
    <Form
      action="Set password"
      send={({ password = '' }) => client.account.resetPassword.mutate({ token, password })}
      sent={() => (
        <Sent next={<AuthLink href="/sign-in">Sign in</AuthLink>}>
          Your new password counts from now on. You are signed out everywhere.
        </Sent>
      )}
    >
      <EmailField value={email} readOnly />
      <NewPasswordField label="New password" autoFocus />
    </Form>
  );
}
