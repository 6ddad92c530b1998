import { encodeId } from '@/contracts/ids';
import { session } from '@/server/db/schema/auth';
import { type Area, trpcById } from './area';

const forged = 'A'.repeat(54);
const password = 'correct horse';

/** What is a person's own: nobody else's account is named but by a link or an address, and neither tells of an organization. */
export const account: Area = {
  async own(ctx, { mark }) {
    const expiresAt = new Date(Date.now() + 3_600_000);
    const [row] = await ctx.db.insert(session).values({ userId: ctx.actor.id, token: mark, expiresAt, userAgent: mark }).returning();
    return { session: encodeId('session', row?.id ?? '') };
  },
  rest: {},
  trpc: {
    'account.askReset': (their) => ({ blind: [{ email: their.email }] }),
    'account.viewReset': () => ({ lost: [{ token: forged }] }),
    'account.resetPassword': () => ({ lost: [{ token: forged, password }] }),
    'account.viewAddress': () => ({ lost: [{ token: forged }] }),
    'account.confirmAddress': () => ({ lost: [{ token: forged }] }),
    'account.rename': () => ({ blind: [{ name: 'Somebody' }] }),
    'account.changePassword': () => ({ lost: [{ current: 'not this', password }] }),
    'account.askAddress': (their) => ({ lost: [{ email: their.email, current: 'not this' }] }),
    'account.sessions': () => ({ blind: [undefined] }),
    'account.endSession': trpcById('session'),
    'account.endOtherSessions': () => ({ blind: [undefined] }),
  },
};
