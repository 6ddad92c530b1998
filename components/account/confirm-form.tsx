'use client';
import { AuthLink } from '../auth/auth-frame';
import { useTRPCClient } from '../trpc';
import { Form } from '../ui/form';
import { Sent } from './sent';

/** Only the button changes the address: mail scanners follow links ahead of people. */
export function ConfirmForm({ token, email, to }: { token: string; email: string; to: string }) {
  const client = useTRPCClient();
  return (
    <Form
      action="Confirm the address"
      send={() => client.account.confirmAddress.mutate({ token })}
      sent={() => (
        <Sent next={<AuthLink href="/overview/account">To your account</AuthLink>}>
          You sign in as <b className="font-medium">{to}</b> from now on.
        </Sent>
      )}
    >
      <p className="text-sm text-ink-2 wrap-anywhere">
        The account of <b className="font-medium">{email}</b> gets the address <b className="font-medium">{to}</b>.
      </p>
    </Form>
  );
}
