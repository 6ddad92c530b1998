import type { Inngest } from 'inngest';
import { INVITATION_MADE, type InvitationMade } from '@/server/jobs/events';
import { deliverInvitation } from '@/server/members/deliver-invitation';
import type { World } from '@/server/sends/world';

/** Sends an invitation's mail, and tries again for a while when the mail server asks for that. */
export const invitationMail = (inngest: Inngest, world: World) =>
  inngest.createFunction({ id: 'invitation-mail', triggers: [{ event: INVITATION_MADE }], concurrency: 4, retries: 8 }, ({ event, step }) =>
    step.run('deliver', () => deliverInvitation(world, event.data as InvitationMade, new Date())),
  );
