'use client';
import { useState } from 'react';
import { AuthLink } from '../auth/auth-frame';
import { EmailField, NewPasswordField } from '../auth/fields';
import { useTRPCClient } from '../trpc';
import { Form } from '../ui/form';
import { Notice } from '../ui/notice';

export function ResetForm({ token, email }: { token: string; email: string }) {
  const client = useTRPCClient();
  const [done, setDone] = useState(false);
  if (done) {
    return (
      <Notice tone="good">
        <p>Your new password counts from now on. You are signed out everywhere.</p>
        <p className="mt-2">
          <AuthLink href="/sign-in">Sign in</AuthLink>
        </p>
      </Notice>
    );
  }
  return (
    <Form
      action="Set password"
      send={async ({ password = '' }) => {
        await client.account.resetPassword.mutate({ token, password });
        setDone(true);
      }}
    >
      <EmailField value={email} readOnly />
      <NewPasswordField label="New password" autoFocus />
    </Form>
  );
}
