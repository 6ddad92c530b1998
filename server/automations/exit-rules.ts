import type { Ctx } from '@/server/context';
import { contactInside, contactMatches } from './contact-matches';
import type { Version } from './load-version';
import type { ContactRow, RunRow } from './run-step';

/**
 * Why the contact must not go on, looked at before each step: it is not in the audience of the exit rule, or no longer matches the filter.
 * (The goal ends a run where the event is recorded.) Null: it goes on.
 */
export async function exitReason(ctx: Ctx, { definition }: Version, run: RunRow, contact: ContactRow): Promise<string | null> {
  const { exit } = definition;
  if (run.isTest) return null;
  if (exit.leaves_audience && !(await contactInside(ctx, exit.leaves_audience, contact.id))) return 'left_audience';
  if (exit.unless && !(await contactMatches(ctx, exit.unless, contact.id))) return 'no_longer_matches';
  return null;
}
