import * as z from 'zod';
import { newPassword, personName } from './account';
import { idSchema } from './ids';
import { type Role, roles } from './scopes';

/** A person of the organization. `you`: who asks. */
export type Member = { id: string; name: string; email: string; role: Role; joined_at: string; you: boolean };

/** An invitation that waits. `mail`: what became of its mail; `problem` is what the mail server said when it could not be sent. */
export type Invitation = {
  id: string;
  email: string;
  role: Role;
  state: 'waiting' | 'expired';
  invited_by: string;
  created_at: string;
  expires_at: string;
  mail: { sent_at: string | null; problem: string | null };
};

/** What the holder of an invitation's link sees. `account`: the address has one already, so that they sign in instead of up. */
export type InvitationView = {
  state: 'open' | 'expired' | 'cancelled' | 'accepted';
  organization: string;
  invited_by: string;
  email: string;
  role: Role;
  account: boolean;
};

export const invitationInput = z.strictObject({ email: z.string().max(320), role: z.enum(roles).default('member') });
export type InvitationInput = z.infer<typeof invitationInput>;

export const memberRole = z.strictObject({ id: idSchema('member'), role: z.enum(roles) });

const token = z.string().max(200);
export const invitationToken = z.strictObject({ token });
export const newAccount = z.strictObject({
  token,
  name: personName,
  password: newPassword,
});
export type NewAccount = Omit<z.infer<typeof newAccount>, 'token'>;

/** Days that a link works. */
export const INVITATION_DAYS = 7;
/** Of an organization: mails within an hour, and invitations that wait. */
export const invitationLimits = { anHour: 30, waiting: 100 } as const;
