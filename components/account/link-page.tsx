import type { LinkView } from '@/contracts/account';
import { AuthFrame, AuthLink } from '../auth/auth-frame';
import { ConfirmForm } from './confirm-form';
import { ResetForm } from './reset-form';

type Props = { token: string; view: LinkView | null };

const Gone = ({ href, label }: { href: '/forgot-password' | '/overview/account'; label: string }) => (
  <AuthFrame title="This link does not work any more" description="It works once and for an hour, and a newer one voids it." footer="">
    <p className="text-center text-sm">
      <AuthLink href={href}>{label}</AuthLink>
    </p>
  </AuthFrame>
);

/** What the link in a mail for a forgotten password opens. */
export const ResetPage = ({ token, view }: Props) =>
  view ? (
    <AuthFrame title="Set a new password" description="You are signed out everywhere then." footer="">
      <ResetForm token={token} email={view.email} />
    </AuthFrame>
  ) : (
    <Gone href="/forgot-password" label="Ask for a new one" />
  );

/** What the link in a mail to a new address opens. */
export const ConfirmPage = ({ token, view }: Props) =>
  view?.to ? (
    <AuthFrame title="Confirm your new address" description="The one before gets a notice." footer="">
      <ConfirmForm token={token} email={view.email} to={view.to} />
    </AuthFrame>
  ) : (
    <Gone href="/overview/account" label="To your account" />
  );
