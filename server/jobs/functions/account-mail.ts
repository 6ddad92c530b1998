import type { Inngest } from 'inngest';
import { deliverAccountMail } from '@/server/account/deliver-mail';
import { ACCOUNT_MAIL, type AccountMail } from '@/server/jobs/events';
import type { World } from '@/server/sends/world';

/** Sends a mail about an account, and tries again for a while when the mail server asks for that. */
export const accountMail = (inngest: Inngest, world: World) =>
  inngest.createFunction({ id: 'account-mail', triggers: [{ event: ACCOUNT_MAIL }], concurrency: 4, retries: 8 }, ({ event, step }) =>
    step.run('deliver', () => deliverAccountMail(world, event.data as AccountMail, new Date())),
  );
