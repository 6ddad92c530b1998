'use client';
import type { ComponentProps } from 'react';
import { passwordLength } from '@/contracts/account';
import { FormField } from '../ui/form';

type Props = Partial<ComponentProps<typeof FormField>>;

/** Whose account it is; read-only where a link says that already. */
export const EmailField = (props: Props) => (
  <FormField name="email" label="Email" type="email" autoComplete="username" required {...props} />
);

export const PasswordField = (props: Props) => (
  <FormField name="password" label="Password" type="password" autoComplete="current-password" required {...props} />
);

/** One that is set here. */
export const NewPasswordField = (props: Props) => (
  <PasswordField
    hint={`At least ${passwordLength.least} characters.`}
    autoComplete="new-password"
    minLength={passwordLength.least}
    maxLength={passwordLength.most}
    {...props}
  />
);
