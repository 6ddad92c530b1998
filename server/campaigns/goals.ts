import type { OrgId } from '@/server/context';
import type { Executor } from '@/server/db/client';

/** An event that counts as the success of messages of an origin (`campaign:<uuid>`), up to so many days after the message was sent. */
export type Goal = { event: string; origin: string; withinDays: number };

/** The goals that these events may reach. */
export async function goalsFor(_tx: Executor, _orgId: OrgId, _eventNames: string[]): Promise<Goal[]> {
  return [];
}
