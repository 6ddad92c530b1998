'use client';
import { postAuth } from '../shell/post-auth';
import { Form, FormField } from '../ui/form';
import { EmailField, NewPasswordField } from './fields';
import { leaveFor } from './leave-for';

/** A person and the organization that they will own. */
export function SignUpForm() {
  return (
    <Form
      action="Create account"
      send={async ({ name = '', organization = '', email = '', password }) => {
        await postAuth('sign-up/email', {
          name: name.trim(),
          organizationName: organization.trim(),
          email: email.trim(),
          password,
        });
        return leaveFor('/overview/audiences');
      }}
    >
      <FormField name="name" label="Your name" autoComplete="name" required autoFocus maxLength={200} />
      <FormField
        name="organization"
        label="Organization"
        hint="The company or project whose contacts these are."
        autoComplete="organization"
        required
        maxLength={200}
      />
      <EmailField />
      <NewPasswordField />
    </Form>
  );
}
