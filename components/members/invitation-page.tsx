import type { InvitationView } from '@/contracts/members';
import { AuthFrame, AuthLink } from '../auth/auth-frame';
import { AcceptButton, SwitchAccount } from './accept';
import { JoinForm } from './join-form';
import { SignInToJoin } from './sign-in-to-join';

type Props = { token: string; view: InvitationView | null; signedInAs: string | null };

const over = {
  expired: { title: 'This invitation has expired', text: 'Ask for a new one: links work for a week.' },
  cancelled: { title: 'This invitation is void', text: 'It was cancelled, or a newer one was sent: look for that in your mail.' },
  accepted: { title: 'You have accepted already', text: 'Sign in to go on.' },
  unknown: { title: 'This link is not complete', text: 'Open it again from the mail, or copy all of it.' },
};

/** The other end of an invitation: says what it is for, and lets the invited in by the account that they have or make. */
export function InvitationPage({ token, view, signedInAs }: Props) {
  if (view?.state !== 'open') {
    const { title, text } = over[view?.state ?? 'unknown'];
    return (
      <AuthFrame title={title} description={text} footer="">
        <p className="text-center text-sm">
          <AuthLink href="/overview/audiences">{signedInAs ? 'To the dashboard' : 'Sign in'}</AuthLink>
        </p>
      </AuthFrame>
    );
  }
  const { organization, invited_by, role, email, account } = view;
  return (
    <AuthFrame
      title={`Join ${organization}`}
      description={`${invited_by} invites ${email} as ${role === 'owner' ? 'an owner' : 'a member'}.`}
      footer={role === 'owner' ? 'Owners see and change everything.' : 'Members see everything and change nothing.'}
    >
      {signedInAs === email ? (
        <AcceptButton token={token} organization={organization} />
      ) : signedInAs ? (
        <SwitchAccount email={email} signedInAs={signedInAs} />
      ) : account ? (
        <SignInToJoin token={token} email={email} />
      ) : (
        <JoinForm token={token} email={email} />
      )}
    </AuthFrame>
  );
}
