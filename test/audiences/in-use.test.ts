import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Definition } from '@/contracts/automation';
import { encodeId } from '@/contracts/ids';
import { deleteAudience } from '@/server/audiences/delete-audience';
import { currentVersion, findAutomation } from '@/server/automations/find-automation';
import { archiveAutomation, pauseAutomation } from '@/server/automations/set-status';
import { startRuns } from '@/server/automations/start-runs';
import { updateAutomation } from '@/server/automations/update-automation';
import { createCampaign } from '@/server/campaigns/create-campaign';
import type { Ctx } from '@/server/context';
import { adAccounts, adAudiences } from '@/server/db/schema/ads';
import { templates } from '@/server/db/schema/sends';
import { createSegment } from '@/server/segments/create-segment';
import { deleteSegment } from '@/server/segments/delete-segment';
import { archiveTemplate } from '@/server/templates/archive-template';
import { createActive, define } from '../automations/setup';
import { createAudience, createContext, uuidOf } from '../factory';
import { createTemplate, openTestDatabase } from '../sends/setup';

const held = openTestDatabase();
const refused = (message: RegExp) => ({ code: 'conflict', message: expect.stringMatching(message) });
const audienceOf = async (ctx: Ctx) => {
  const audience = await createAudience(ctx, 2);
  return { ...audience, public: encodeId('audience', audience.id) };
};

const uses: [string, (id: string) => Partial<Definition>][] = [
  ['triggers on it', (id) => ({ trigger: { type: 'audience', audience_id: id, on: 'enters' } })],
  ['ends when it is left', (id) => ({ exit: { leaves_audience: id } })],
  ['adds to it', (id) => ({ steps: [{ id: 'add', type: 'add_to_audience', audience_id: id }] })],
  [
    'branches on it',
    (id) => ({
      steps: [
        {
          id: 'b',
          type: 'branch',
          filter: { datatype: 'contact', where: { $nor: [{ $inAudience: id }] } },
          yes: [{ id: 'yes', type: 'tag', tag: 'x' }],
          no: [],
        },
      ],
    }),
  ],
];

test.each(uses)('an audience stays while a live automation %s', async (_, use) => {
  const ctx = await createContext(held.db);
  const audience = await audienceOf(ctx);
  const automation = await createActive(ctx, use(audience.public));
  await expect(deleteAudience(ctx, audience.id)).rejects.toMatchObject(refused(/^The automation “Welcome” uses this audience/));
  await pauseAutomation(ctx, automation);
  await expect(deleteAudience(ctx, audience.id)).rejects.toMatchObject(refused(/“Welcome”/));
  await archiveAutomation(ctx, automation);
  await deleteAudience(ctx, audience.id);
});

test('an earlier version counts while somebody is under way in it, a draft never', async () => {
  const ctx = await createContext(held.db);
  const audience = await audienceOf(ctx);
  const steps: Definition['steps'] = [
    { id: 'wait', type: 'wait', for: 'P1D' },
    { id: 'add', type: 'add_to_audience', audience_id: audience.public },
  ];
  const id = await createActive(ctx, { steps });
  const version = await currentVersion(ctx, await findAutomation(ctx, id));
  const contactId = audience.contactIds[0] ?? '';
  expect(await startRuns(ctx, version, [{ contactId, key: 'one', trigger: { type: 'webhook' }, chain: 0 }])).toHaveLength(1);
  await updateAutomation(ctx, { id, name: 'Welcome', definition: define({}) as never });
  await expect(deleteAudience(ctx, audience.id)).rejects.toMatchObject(refused(/“Welcome”/));
  await held.db.execute(sql`update automation_runs set status = 'completed' where automation_id = ${id}`);
  await deleteAudience(ctx, audience.id);
});

test('segments too; and what an ads platform or a lookalike is made from', async () => {
  const ctx = await createContext(held.db);
  const segment = await createSegment(ctx, { name: 'S', type: 'dynamic', filter: { datatype: 'contact', where: { tags: 'x' } } });
  const automation = await createActive(ctx, { trigger: { type: 'audience', audience_id: segment.id, on: 'leaves' } });
  const id = uuidOf('audience', segment.id);
  await expect(deleteSegment(ctx, id)).rejects.toMatchObject(refused(/The automation “Welcome”/));
  await archiveAutomation(ctx, automation);

  const [account] = await held.db
    .insert(adAccounts)
    .values({ orgId: ctx.orgId, platform: 'facebook', name: 'Shop', externalId: 'act_1' })
    .returning();
  const mapping = { orgId: ctx.orgId, accountId: account?.id ?? '', name: 'Best customers' };
  await held.db.insert(adAudiences).values({ ...mapping, audienceId: id });
  await expect(deleteSegment(ctx, id)).rejects.toMatchObject(refused(/ads audience “Best customers \(facebook\)” is filled from this one/));
  await held.db.delete(adAudiences);

  const lookalike = await createAudience(ctx, [], {
    name: 'Like them',
    kind: 'custom',
    customType: 'lookalike',
    custom: { lookalike: { seed_audience_id: id, size: { percent: 1 }, ignore: [] } },
  });
  await expect(deleteSegment(ctx, id)).rejects.toMatchObject(refused(/The lookalike “Like them” learns from this audience/));
  const other = await createContext(held.db);
  await expect(deleteSegment(other, id)).rejects.toMatchObject({ code: 'not_found' });
  await deleteAudience(ctx, lookalike.id);
  await deleteSegment(ctx, id);
});

test('a template stays while a live automation or a campaign sends it, by slug or id', async () => {
  const ctx = await createContext(held.db);
  const slug = await createTemplate(ctx);
  const [template] = await held.db.select({ id: templates.id }).from(templates).where(sql`slug = ${slug}`);
  const id = template?.id ?? '';
  const tag: Definition['steps'] = [{ id: 'tag', type: 'tag', tag: slug }];
  await createActive(ctx, { steps: tag });
  for (const name of [slug, encodeId('template', id)]) {
    const automation = await createActive(ctx, {
      steps: [{ id: 'mail', type: 'send', channel: 'email', template: name, from: 'hello@example.com', variables: {} }],
    });
    await expect(archiveTemplate(ctx, id)).rejects.toMatchObject(refused(/^The automation “Welcome” sends this template/));
    await archiveAutomation(ctx, automation);
  }
  const campaign = await createCampaign(ctx, { name: 'Spring' } as never);
  await held.db.execute(sql`update campaign_channels set template_id = ${id} where campaign_id = ${uuidOf('campaign', campaign.id)}`);
  await expect(archiveTemplate(ctx, id)).rejects.toMatchObject(refused(/^The campaign “Spring” sends this template/));
  await held.db.execute(sql`update campaigns set status = 'cancelled' where org_id = ${ctx.orgId}`);
  await archiveTemplate(ctx, id);
});
