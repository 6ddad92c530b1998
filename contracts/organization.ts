import * as z from 'zod';
import type { Role } from './scopes';

/** Where the signed-in user is, and as what. `demo`: mail and SMS go to the local mailbox. */
export type CurrentOrganization = {
  id: string;
  name: string;
  role: Role;
  user: { id: string; name: string; email: string };
  /** All that the user is in, by name; this one among them. */
  organizations: { id: string; name: string }[];
  /** Stands at the foot of every marketing email, by law; empty until it is set. */
  postal_address: string;
  demo: boolean;
};

export const organizationPatch = z
  .strictObject({ name: z.string().trim().min(1).max(200), postal_address: z.string().trim().min(1).max(500) })
  .partial();
export type OrganizationPatch = z.infer<typeof organizationPatch>;
