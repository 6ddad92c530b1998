'use client';
import { useState } from 'react';
import { AuthLink } from '../auth/auth-frame';
import { useTRPCClient } from '../trpc';
import { Form } from '../ui/form';
import { Notice } from '../ui/notice';

/** Only the button changes the address: mail scanners follow links ahead of people. */
export function ConfirmForm({ token, email, to }: { token: string; email: string; to: string }) {
  const client = useTRPCClient();
  const [done, setDone] = useState(false);
  if (done) {
    return (
      <Notice tone="good">
        <p className="wrap-anywhere">
          You sign in as <b className="font-medium">{to}</b> from now on.
        </p>
        <p className="mt-2">
          <AuthLink href="/overview/account">To your account</AuthLink>
        </p>
      </Notice>
    );
  }
  return (
    <Form
      action="Confirm the address"
      send={async () => {
        await client.account.confirmAddress.mutate({ token });
        setDone(true);
      }}
    >
      <p className="text-sm text-ink-2 wrap-anywhere">
        The account of <b className="font-medium">{email}</b> gets the address <b className="font-medium">{to}</b>.
      </p>
    </Form>
  );
}
