'use client';
import { leaveFor } from '../auth/leave-for';
import { postAuth } from '../shell/post-auth';
import { useTRPCClient } from '../trpc';
import { Form } from '../ui/form';

/** For who is signed in as the invited. Another organization is open from then on. */
export function AcceptButton({ token, organization }: { token: string; organization: string }) {
  const client = useTRPCClient();
  return (
    <Form
      action={`Join ${organization}`}
      send={async () => {
        await client.invitations.accept.mutate({ token });
        return leaveFor('/overview/audiences');
      }}
    />
  );
}

/** For who is signed in as somebody else. */
export function SwitchAccount({ email, signedInAs }: { email: string; signedInAs: string }) {
  return (
    <Form
      action="Sign out and go on"
      send={async () => {
        await postAuth('sign-out', {});
        return leaveFor(location.href);
      }}
    >
      <p className="text-sm text-ink-2 wrap-anywhere">
        You are signed in as <b className="font-medium">{signedInAs}</b>. The invitation is for <b className="font-medium">{email}</b>.
      </p>
    </Form>
  );
}
