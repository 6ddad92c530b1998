'use client';
import { useState } from 'react';
import { LINK_MINUTES } from '@/contracts/account';
import { EmailField } from '../auth/fields';
import { useTRPCClient } from '../trpc';
import { Form } from '../ui/form';
import { Notice } from '../ui/notice';

/** Says the same whether the address has an account or not. */
export function ForgotForm() {
  const client = useTRPCClient();
  const [asked, setAsked] = useState<string | null>(null);
  if (asked) {
    return (
      <Notice tone="good">
        <p className="wrap-anywhere">
          If <b className="font-medium">{asked}</b> has an account, a mail with a link is on its way. The link works for {LINK_MINUTES}{' '}
          minutes.
        </p>
        <p className="mt-2">Nothing there? Look among the junk, and whether you signed up with another address.</p>
      </Notice>
    );
  }
  return (
    <Form
      action="Send the link"
      send={async ({ email = '' }) => {
        await client.account.askReset.mutate({ email });
        setAsked(email.trim());
      }}
    >
      <EmailField autoFocus />
    </Form>
  );
}
