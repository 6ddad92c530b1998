import * as z from 'zod';
import { idSchema } from './ids';

/** Characters of a password, wherever one is set. */
export const passwordLength = { least: 8, most: 128 } as const;
export const newPassword = z
  .string()
  .min(passwordLength.least, `At least ${passwordLength.least} characters`)
  .max(passwordLength.most, `At most ${passwordLength.most} characters`);

export const personName = z.string().trim().min(1, 'Say your name').max(200);

/** Minutes that a link works which sets a password or confirms an address. */
export const LINK_MINUTES = 60;

const token = z.string().max(200);
const emailAddress = z.string().trim().max(320);
/** One that is typed to prove who it is: whatever it is like. */
const password = z.string().max(1000);

export const linkToken = z.strictObject({ token });
export const resetRequest = z.strictObject({ email: emailAddress });
export const passwordReset = z.strictObject({ token, password: newPassword });
export const passwordChange = z.strictObject({ current: password, password: newPassword });
export const addressChange = z.strictObject({ email: emailAddress, current: password });
export const accountPatch = z.strictObject({ name: personName });
export const sessionId = z.strictObject({ id: idSchema('session') });

/** A place where somebody is signed in. `browser`: in words, as it named itself; `address`: where it signed in from. */
export type Session = { id: string; browser: string; address: string | null; signed_in_at: string; current: boolean };

/** What the holder of a link sees: whose account it is about (`email`), and for a change of address the new one. */
export type LinkView = { email: string; to: string | null };
