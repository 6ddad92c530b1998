'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { explain, showError } from '../errors';
import { postAuth } from '../shell/post-auth';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';

/** For who is signed in as the invited. A full load follows: another organization is open from then on. */
export function AcceptButton({ token, organization }: { token: string; organization: string }) {
  const trpc = useTRPC();
  const accept = useMutation(
    trpc.invitations.accept.mutationOptions({ meta: { quiet: true }, onSuccess: () => location.assign('/overview/audiences') }),
  );
  return (
    <div className="flex flex-col gap-4">
      {accept.error && <Notice tone="bad">{explain(accept.error).message}</Notice>}
      <Button
        variant="primary"
        size="lg"
        className="w-full"
        loading={accept.isPending || accept.isSuccess}
        onClick={() => accept.mutate({ token })}
      >
        <span className="truncate">Join {organization}</span>
      </Button>
    </div>
  );
}

/** For who is signed in as somebody else. */
export function SwitchAccount({ email, signedInAs }: { email: string; signedInAs: string }) {
  const [pending, setPending] = useState(false);
  const signOut = async () => {
    setPending(true);
    try {
      await postAuth('sign-out', {});
      location.reload();
    } catch (error) {
      showError(error);
      setPending(false);
    }
  };
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm text-ink-2 wrap-anywhere">
        You are signed in as <b className="font-medium">{signedInAs}</b>. The invitation is for <b className="font-medium">{email}</b>.
      </p>
      <Button variant="primary" size="lg" className="w-full" loading={pending} onClick={signOut}>
        Sign out and go on
      </Button>
    </div>
  );
}
