import { createCaller, router } from './init';
import { accountRouter } from './routers/account';
import { adsRouter } from './routers/ads';
import { apiKeysRouter } from './routers/api-keys';
import { audiencesRouter } from './routers/audiences';
import { auditRouter } from './routers/audit';
import { automationsRouter } from './routers/automations';
import { campaignsRouter } from './routers/campaigns';
import { contactsRouter } from './routers/contacts';
import { customRouter } from './routers/custom';
import { indexesRouter } from './routers/indexes';
import { invitationsRouter } from './routers/invitations';
import { mailboxRouter } from './routers/mailbox';
import { membersRouter } from './routers/members';
import { membershipRouter } from './routers/membership';
import { organizationRouter } from './routers/organization';
import { pixelsRouter } from './routers/pixels';
import { reportsRouter } from './routers/reports';
import { segmentsRouter } from './routers/segments';
import { sendsRouter } from './routers/sends';
import { suppressionsRouter } from './routers/suppressions';
import { targetingRouter } from './routers/targeting';
import { templatesRouter } from './routers/templates';
import { trackingRouter } from './routers/tracking';

export const appRouter = router({
  account: accountRouter,
  ads: adsRouter,
  apiKeys: apiKeysRouter,
  audiences: audiencesRouter,
  audit: auditRouter,
  campaigns: campaignsRouter,
  automations: automationsRouter,
  contacts: contactsRouter,
  custom: customRouter,
  indexes: indexesRouter,
  invitations: invitationsRouter,
  mailbox: mailboxRouter,
  members: membersRouter,
  membership: membershipRouter,
  organization: organizationRouter,
  reports: reportsRouter,
  pixels: pixelsRouter,
  segments: segmentsRouter,
  sends: sendsRouter,
  suppressions: suppressionsRouter,
  targeting: targetingRouter,
  templates: templatesRouter,
  tracking: trackingRouter,
});

export type AppRouter = typeof appRouter;
export const caller = createCaller(appRouter);
