'use client';
import { useSearchParams } from 'next/navigation';
import { postAuth } from '../shell/post-auth';
import { Form } from '../ui/form';
import { EmailField, PasswordField } from './fields';
import { leaveFor } from './leave-for';

/** A place of this dashboard, or the start: `?next=` never leads to another site. */
const safeNext = (next: string | null) => (next && /^\/overview(\/|\?|$)/.test(next) ? next : '/overview/audiences');

export function SignInForm() {
  const next = safeNext(useSearchParams().get('next'));
  return (
    <Form
      action="Sign in"
      send={async ({ email = '', password }) => {
        await postAuth('sign-in/email', { email: email.trim(), password });
        return leaveFor(next);
      }}
      say={({ status, message }) =>
        status === 401
          ? 'No account has this email and password.'
          : status === 429
            ? 'Too many tries. Wait a minute and try again.'
            : message
      }
    >
      <EmailField autoFocus />
      <PasswordField />
    </Form>
  );
}
