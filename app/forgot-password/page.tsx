import type { Metadata } from 'next';
import { ForgotForm } from '@/components/account/forgot-form';
import { AuthFrame, AuthLink } from '@/components/auth/auth-frame';

export const metadata: Metadata = { title: 'Forgot your password?' };

export default function Page() {
  return (
    <AuthFrame
      title="Forgot your password?"
      description="A link in a mail lets you set a new one."
      footer={<AuthLink href="/sign-in">Back to signing in</AuthLink>}
    >
      <ForgotForm />
    </AuthFrame>
  );
}
