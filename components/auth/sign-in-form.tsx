'use client';
import { useSearchParams } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { explain } from '../errors';
import { postAuth } from '../shell/post-auth';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';

/** A place of this dashboard, or the start: `?next=` never leads to another site. */
const safeNext = (next: string | null) => (next && /^\/overview(\/|\?|$)/.test(next) ? next : '/overview/audiences');

export function SignInForm() {
  const next = safeNext(useSearchParams().get('next'));
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setPending(true);
    setError(null);
    try {
      await postAuth('sign-in/email', { email: String(data.get('email')).trim(), password: data.get('password') });
      location.assign(next);
    } catch (caught) {
      const { status, message } = explain(caught);
      setError(
        status === 401
          ? 'No account has this email and password.'
          : status === 429
            ? 'Too many tries. Wait a minute and try again.'
            : message,
      );
      setPending(false);
    }
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {error && <Notice tone="bad">{error}</Notice>}
      <Field label="Email">
        <Input name="email" type="email" autoComplete="username" required autoFocus className="h-9" />
      </Field>
      <Field label="Password">
        <Input name="password" type="password" autoComplete="current-password" required className="h-9" />
      </Field>
      <Button type="submit" variant="primary" size="lg" loading={pending} className="w-full">
        Sign in
      </Button>
    </form>
  );
}
