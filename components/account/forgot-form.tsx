'use client';
import { LINK_MINUTES } from '@/contracts/account';
import { EmailField } from '../auth/fields';
import { useTRPCClient } from '../trpc';
import { Form } from '../ui/form';
import { Sent } from './sent';

/** Says the same whether the address has an account or not. */
export function ForgotForm() {
  const client = useTRPCClient();
  return (
    <Form
      action="Send the link"
      send={({ email = '' }) => client.account.askReset.mutate({ email })}
      sent={({ email = '' }) => (
        <Sent next="Nothing there? Look among the junk, and whether you signed up with another address.">
          If <b className="font-medium">{email.trim()}</b> has an account, a mail with a link is on its way. The link works for{' '}
          {LINK_MINUTES} minutes.
        </Sent>
      )}
    >
      <EmailField autoFocus />
    </Form>
  );
}
