import type { Metadata } from 'next';
import { AuthFrame, AuthLink } from '@/components/auth/auth-frame';
import { SignUpForm } from '@/components/auth/sign-up-form';

export const metadata: Metadata = { title: 'Create an account' };

export default function SignUpPage() {
  return (
    <AuthFrame
      title="Create your account"
      description="You will own a new organization."
      footer={
        <>
          Already have one? <AuthLink href="/sign-in">Sign in</AuthLink>
        </>
      }
    >
      <SignUpForm />
    </AuthFrame>
  );
}
