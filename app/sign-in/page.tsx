import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AuthFrame, AuthLink } from '@/components/auth/auth-frame';
import { SignInForm } from '@/components/auth/sign-in-form';

export const metadata: Metadata = { title: 'Sign in' };

export default function SignInPage() {
  return (
    <AuthFrame
      title="Sign in to Muster"
      description="Audiences, and sends that arrive once each."
      footer={
        <>
          <AuthLink href="/forgot-password">Forgot your password?</AuthLink>
          <br />
          New here? <AuthLink href="/sign-up">Create an account</AuthLink>
        </>
      }
    >
      <Suspense>
        <SignInForm />
      </Suspense>
    </AuthFrame>
  );
}
