import * as fc from 'fast-check';
import type { Document } from '@/filter/match';
import type { Ctx } from '@/server/context';
import { createContacts, unique } from '../factory';
import { contact } from '../filter/arbitraries';

/** Random contacts as rows; addresses are made unique, as the schema wants them. */
export async function randomContacts(ctx: Pick<Ctx, 'db' | 'orgId'>, n: number, seed: number) {
  const key = unique();
  const docs = fc.sample(contact, { numRuns: n, seed });
  const date = (value: unknown) => (typeof value === 'string' ? new Date(value) : null);
  return createContacts(
    ctx,
    docs.map((doc: Document, i) => ({
      email: i % 5 === 4 ? null : `p${i}-${key}@example.com`,
      phone: i % 3 === 0 ? `+1415${String(i).padStart(7, '0')}` : null,
      name: doc.name as string | null,
      country: doc.country as string | null,
      timezone: doc.timezone as string | null,
      tags: doc.tags as string[],
      metadata: doc.metadata as Record<string, unknown>,
      createdAt: date(doc.createdAt) ?? new Date(),
      lastEmailOpenedAt: date(doc.lastEmailOpenedAt),
    })),
  );
}
