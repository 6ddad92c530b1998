'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { explain, issueAt } from '../errors';
import { postAuth } from '../shell/post-auth';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';

/** For an address without an account: makes one and signs in. */
export function JoinForm({ token, email }: { token: string; email: string }) {
  const trpc = useTRPC();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const join = useMutation(
    trpc.invitations.join.mutationOptions({
      meta: { quiet: true },
      onSuccess: async (made) => {
        await postAuth('sign-in/email', { email: made.email, password });
        location.assign('/overview/audiences');
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    join.mutate({ token, name, password });
  };
  const at = { name: issueAt(join.error, 'name'), password: issueAt(join.error, 'password') };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {join.error && !at.name && !at.password && <Notice tone="bad">{explain(join.error).message}</Notice>}
      <Field label="Email">
        <Input type="email" autoComplete="username" value={email} readOnly className="h-9" />
      </Field>
      <Field label="Your name" error={at.name}>
        <Input
          value={name}
          onChange={(e) => setName(e.target.value)}
          autoComplete="name"
          required
          autoFocus
          maxLength={200}
          className="h-9"
        />
      </Field>
      <Field label="Password" hint="At least 8 characters." error={at.password}>
        <Input
          type="password"
          value={password}
          onChange={(e) => setPassword(e.target.value)}
          autoComplete="new-password"
          required
          minLength={8}
          maxLength={128}
          className="h-9"
        />
      </Field>
      <Button type="submit" variant="primary" size="lg" loading={join.isPending || join.isSuccess} className="w-full">
        Create account and join
      </Button>
    </form>
  );
}
