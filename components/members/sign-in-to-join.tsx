'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { explain } from '../errors';
import { postAuth } from '../shell/post-auth';
import { useTRPCClient } from '../trpc';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';

/** For an address that has an account: signs in and accepts, in one go. */
export function SignInToJoin({ token, email }: { token: string; email: string }) {
  const client = useTRPCClient();
  const [password, setPassword] = useState('');
  const join = useMutation({
    meta: { quiet: true },
    mutationFn: async () => {
      await postAuth('sign-in/email', { email, password });
      await client.invitations.accept.mutate({ token });
    },
    onSuccess: () => location.assign('/overview/audiences'),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    join.mutate();
  };
  const { status, message } = explain(join.error ?? {});
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {join.error && <Notice tone="bad">{status === 401 ? 'That is not the password of this account.' : message}</Notice>}
      <Field label="Email">
        <Input type="email" autoComplete="username" value={email} readOnly className="h-9" />
      </Field>
      <Field label="Password">
        <Input
          type="password"
          value={password}
          onChange={(e) => setPassword(e.target.value)}
          autoComplete="current-password"
          required
          autoFocus
          className="h-9"
        />
      </Field>
      <Button type="submit" variant="primary" size="lg" loading={join.isPending || join.isSuccess} className="w-full">
        Sign in and join
      </Button>
    </form>
  );
}
