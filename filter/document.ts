import type { Document } from './match';

/** A contact as the API shows it (snake_case) → as filters name its fields. */
export function contactDocument(contact: Readonly<Record<string, unknown>>): Document {
  return Object.fromEntries(
    Object.entries(contact).map(([key, value]) => [key.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase()), value]),
  );
}
