import { and, eq } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import type { Ctx } from '@/server/context';
import { organization } from '@/server/db/schema/auth';
import { contacts } from '@/server/db/schema/contacts';
import type { TemplateValues } from './interpolate';
import { recipientVariables } from './recipient-variables';

type Input = { contactId?: string; variables?: Readonly<Record<string, unknown>>; unsubscribeUrl: string };

/** The values that a contact's mail would have, or, without a contact, those of the request alone. @throws 404 */
export async function sampleValues(ctx: Ctx, { contactId, variables, unsubscribeUrl }: Input): Promise<TemplateValues> {
  const [sender] = await ctx.db
    .select({ name: organization.name, postalAddress: organization.postalAddress })
    .from(organization)
    .where(eq(organization.id, ctx.orgId));
  if (!sender) throw notFound('organization');
  const contact = contactId ? await findContact(ctx, contactId) : { name: null, email: null, phone: null, metadata: {} };
  return recipientVariables({ contact, variables, organization: sender, unsubscribeUrl });
}

async function findContact(ctx: Ctx, id: string) {
  const [contact] = await ctx.db
    .select()
    .from(contacts)
    .where(and(eq(contacts.orgId, ctx.orgId), eq(contacts.id, id)));
  if (!contact) throw notFound('contact');
  return contact;
}
