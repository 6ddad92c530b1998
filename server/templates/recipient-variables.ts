import type { TemplateValues } from './interpolate';

type Recipient = { name: string | null; email: string | null; phone: string | null; metadata: Record<string, unknown> } & Partial<
  Record<'country' | 'timezone' | 'language', string | null>
>;

type RecipientInput = {
  contact: Recipient;
  /** Variables of the request: they win over what the contact has; null means not given. */
  variables?: Readonly<Record<string, unknown>>;
  /** The law wants the sender's name and postal address in every marketing mail: the layout's footer prints them. */
  organization: { name: string; postalAddress: string };
  unsubscribeUrl: string;
};

/** Keys that a request or a contact cannot set. */
export const reservedVariables = ['unsubscribe_url', 'organization_name', 'organization_address'] as const;

/**
 * The values of one recipient. Highest first: reserved, the request's variables, the contact's name, email and phone, its metadata,
 * its country, time zone and language.
 */
export function recipientVariables({ contact, variables, organization, unsubscribeUrl }: RecipientInput): TemplateValues {
  const values: Record<string, unknown> = Object.create(null);
  put(values, { country: contact.country, timezone: contact.timezone, language: contact.language });
  put(values, contact.metadata);
  put(values, { name: contact.name, email: contact.email, phone: contact.phone });
  if (variables) put(values, variables);
  values.unsubscribe_url = unsubscribeUrl;
  values.organization_name = organization.name;
  values.organization_address = organization.postalAddress;
  return values;
}

function put(values: Record<string, unknown>, from: Readonly<Record<string, unknown>>): void {
  for (const key of Object.keys(from)) {
    const value = from[key];
    if (value !== null && value !== undefined) values[key] = value;
  }
}
