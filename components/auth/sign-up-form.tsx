'use client';
import { type FormEvent, useState } from 'react';
import { explain } from '../errors';
import { postAuth } from '../shell/post-auth';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';

/** A person and the organization that they will own. */
export function SignUpForm() {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    setPending(true);
    setError(null);
    try {
      await postAuth('sign-up/email', {
        name: data.name?.trim(),
        organizationName: data.organization?.trim(),
        email: data.email?.trim(),
        password: data.password,
      });
      location.assign('/overview/audiences');
    } catch (caught) {
      setError(explain(caught).message);
      setPending(false);
    }
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {error && <Notice tone="bad">{error}</Notice>}
      <Field label="Your name">
        <Input name="name" autoComplete="name" required autoFocus className="h-9" />
      </Field>
      <Field label="Organization" hint="The company or project whose contacts these are.">
        <Input name="organization" autoComplete="organization" required maxLength={200} className="h-9" />
      </Field>
      <Field label="Email">
        <Input name="email" type="email" autoComplete="username" required className="h-9" />
      </Field>
      <Field label="Password" hint="At least 8 characters.">
        <Input name="password" type="password" autoComplete="new-password" required minLength={8} className="h-9" />
      </Field>
      <Button type="submit" variant="primary" size="lg" loading={pending} className="w-full">
        Create account
      </Button>
    </form>
  );
}
