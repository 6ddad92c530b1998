import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TemplateInput, type TemplateSourceInput, templateInput, templateSource } from '@/contracts/template';
import { createEmailChannel } from '@/server/channels/email';
import type { Channels } from '@/server/channels/open-channels';
import { createSmsChannel } from '@/server/channels/sms';
import type { Ctx } from '@/server/context';
import { suppressions } from '@/server/db/schema/contacts';
import { auditLog } from '@/server/db/schema/platform';
import { templateVersions } from '@/server/db/schema/sends';
import { getMail } from '@/server/mailbox/get-mail';
import { listMail } from '@/server/mailbox/list-mail';
import { archiveTemplate } from '@/server/templates/archive-template';
import { createTemplate } from '@/server/templates/create-template';
import { getTemplate } from '@/server/templates/get-template';
import { getTemplateByKey } from '@/server/templates/get-template-by-key';
import { listTemplates } from '@/server/templates/list-templates';
import { previewTemplate } from '@/server/templates/preview-template';
import { testSend } from '@/server/templates/test-send';
import { updateTemplate } from '@/server/templates/update-template';
import { openCatcher, settings } from '../channels/setup';
import { createContact, createContext, uuidOf } from '../factory';

const world = openCatcher();
let ctx: Ctx;
let other: Ctx;
let channels: Channels;
const source = (values: Partial<TemplateSourceInput> = {}) =>
  templateSource.parse({ subject: 'Hi {{name|you}}', body: 'Hello {{city}} {{name}}', sms: 'Hi {{name}}', ...values });
const input = (values: Partial<TemplateInput> = {}) => templateInput.parse({ name: 'Spring Sale', source: source(), ...values });
const idOf = (template: { id: string }) => uuidOf('template', template.id);

beforeAll(async () => {
  ctx = await createContext(world.db);
  other = await createContext(world.db);
  const email = createEmailChannel({ url: world.catcher.smtpUrl });
  const sms = createSmsChannel({ url: world.catcher.smsUrl });
  channels = { email: () => email, sms: () => sms };
  Object.assign(process.env, settings, { DATABASE_URL: world.databaseUrl });
});
afterAll(async () => void (await channels.email().close()));

const lastAudit = async () =>
  (await world.db.select().from(auditLog).where(eq(auditLog.orgId, ctx.orgId)).orderBy(desc(auditLog.id)).limit(1))[0];

describe('create, read, list', () => {
  it('makes a slug of the name, with a number when it is taken', async () => {
    const first = await createTemplate(ctx, input({ name: 'Été à Paris!' }));
    expect(first).toMatchObject({ slug: 'ete-a-paris', version: 1, variables: ['name', 'city'] });
    expect(await lastAudit()).toMatchObject({ action: 'template.created', target: first.id });
    expect((await createTemplate(ctx, input({ name: 'Été à Paris' }))).slug).toBe('ete-a-paris-2');
    expect((await createTemplate(ctx, input({ name: '春' }))).slug).toBe('template');
    expect((await createTemplate(other, input({ name: 'Été à Paris' }))).slug).toBe('ete-a-paris');
  });

  it('a given slug that is taken is a 409 and writes nothing', async () => {
    await createTemplate(ctx, input({ slug: 'mine' }));
    const before = (await listTemplates(ctx, { limit: 100 })).data.length;
    await expect(createTemplate(ctx, input({ slug: 'mine' }))).rejects.toMatchObject({ code: 'conflict', issues: [{ path: ['slug'] }] });
    expect((await listTemplates(ctx, { limit: 100 })).data).toHaveLength(before);
  });

  it('is found by slug and by id, not by those of another organization, and not once archived', async () => {
    const made = await createTemplate(ctx, input({ slug: 'by-key' }));
    for (const key of ['by-key', made.id]) {
      expect(await getTemplateByKey(ctx, key)).toEqual(made);
      await expect(getTemplateByKey(other, key)).rejects.toMatchObject({ code: 'not_found' });
    }
    await archiveTemplate(ctx, idOf(made));
    for (const key of ['by-key', made.id]) await expect(getTemplateByKey(ctx, key)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('lists newest first, searches, and shows nothing of another organization', async () => {
    const own = await createContext(world.db);
    const made = [];
    for (const name of ['One', 'Two', '100% off']) made.push(await createTemplate(own, input({ name })));
    const page = await listTemplates(own, { limit: 2 });
    expect(page.data.map((t) => t.name)).toEqual(['100% off', 'Two']);
    expect((await listTemplates(own, { limit: 2, cursor: page.next_cursor ?? '' })).data.map((t) => t.name)).toEqual(['One']);
    expect((await listTemplates(own, { limit: 9, q: '0%' })).data).toHaveLength(1);
    await updateTemplate(own, { id: idOf(made[1] as { id: string }), patch: { source: source({ sms: ' ' }) } });
    expect((await listTemplates(own, { limit: 9, channel: 'sms' })).data.map((t) => t.name)).toEqual(['100% off', 'One']);
    expect((await listTemplates(own, { limit: 9, channel: 'email' })).data).toHaveLength(3);
    const id = idOf(made[0] as { id: string });
    await expect(getTemplate(other, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(updateTemplate(other, { id, patch: { name: 'x' } })).rejects.toMatchObject({ code: 'not_found' });
    await expect(archiveTemplate(other, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(previewTemplate(other, { id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(testSend(other, { id, to: 'a@example.com', channel: 'email' }, channels)).rejects.toMatchObject({ code: 'not_found' });
    expect(await getTemplate(own, id)).toEqual(made[0]);
  });
});

describe('versions', () => {
  it('a changed source is a new version, the old one stays as it was', async () => {
    const made = await createTemplate(ctx, input());
    const id = idOf(made);
    const renamed = await updateTemplate(ctx, { id, patch: { name: 'Other', source: source() } });
    expect(renamed).toMatchObject({ name: 'Other', version: 1 });
    const changed = await updateTemplate(ctx, { id, patch: { source: source({ subject: 'New' }) } });
    expect(changed).toMatchObject({ version: 2, source: { subject: 'New' } });
    const versions = await world.db
      .select()
      .from(templateVersions)
      .where(eq(templateVersions.templateId, id))
      .orderBy(templateVersions.version);
    expect(versions.map((v) => v.subject)).toEqual(['Hi {{name|you}}', 'New']);
    expect(await lastAudit()).toMatchObject({ action: 'template.updated', data: { version: 2 } });
  });

  it('twenty updates at once are twenty versions', async () => {
    const id = idOf(await createTemplate(ctx, input()));
    const done = await Promise.all(
      Array.from({ length: 20 }, (_, i) => updateTemplate(ctx, { id, patch: { source: source({ subject: `S${i}` }) } })),
    );
    expect(done.map((t) => t.version).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 2));
  });

  it('an archived template is gone, its slug is free', async () => {
    const made = await createTemplate(ctx, input({ slug: 'going' }));
    await archiveTemplate(ctx, idOf(made));
    await expect(getTemplate(ctx, idOf(made))).rejects.toMatchObject({ code: 'not_found' });
    await expect(archiveTemplate(ctx, idOf(made))).rejects.toMatchObject({ code: 'not_found' });
    expect((await listTemplates(ctx, { limit: 100 })).data.map((t) => t.id)).not.toContain(made.id);
    expect((await createTemplate(ctx, input({ slug: 'going' }))).slug).toBe('going');
  });
});

describe('preview', () => {
  it('shows what a contact would get, and what is missing', async () => {
    const contact = await createContact(ctx, { name: 'Ann <b>', metadata: { city: 'Oslo' } });
    const seen = await previewTemplate(ctx, {
      source: source({ body: 'Hello {{name}} of {{city}} {{gone}}' }),
      contactId: contact.id,
      variables: { city: 'Bergen' },
    });
    expect(seen.subject).toBe('Hi Ann <b>');
    expect(seen.html).toContain('Hello Ann &lt;b&gt; of Bergen ');
    expect(seen.html).toContain('1 Test Street, Testville');
    expect(seen.sms).toBe('Hi Ann <b>');
    expect(seen.missing).toEqual(['gone']);
    expect(seen.bytes).toBe(Buffer.byteLength(seen.html));
    await expect(previewTemplate(other, { source: source(), contactId: contact.id })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('test send', () => {
  it('goes through the channel with every header, marked, and is audited', async () => {
    const id = idOf(await createTemplate(ctx, input()));
    const contact = await createContact(ctx, { name: 'Ann', metadata: { city: 'Oslo' } });
    const result = await testSend(ctx, { id, to: ' Me@Example.com ', channel: 'email', contactId: contact.id }, channels);
    expect(result).toEqual({ outcome: 'accepted', message: null });
    const [summary] = (await listMail(ctx, { limit: 1 })).data;
    expect(summary).toMatchObject({ to: 'me@example.com', subject: '[Test] Hi Ann' });
    const mail = await getMail(ctx, uuidOf('mail', summary?.id ?? ''));
    expect(mail.headers.map((h) => h.name.toLowerCase())).toEqual(
      expect.arrayContaining(['x-muster-test', 'list-unsubscribe', 'list-unsubscribe-post', 'list-id']),
    );
    expect(mail.text).toContain('Hello Oslo Ann');
    expect(await lastAudit()).toMatchObject({ action: 'template.test_sent', data: { to: 'me@example.com', outcome: 'accepted' } });
  });

  it('says what the provider said', async () => {
    const id = idOf(await createTemplate(ctx, input()));
    world.misbehave.set('dead@example.com', { reject: { code: 550, message: '5.1.1 No such mailbox' } });
    expect(await testSend(ctx, { id, to: 'dead@example.com', channel: 'email' }, channels)).toMatchObject({
      outcome: 'rejected',
      message: expect.stringContaining('No such mailbox'),
    });
  });

  it('sends SMS; refuses without a text, to a bad address, and to one that must not be sent to', async () => {
    const id = idOf(await createTemplate(ctx, input()));
    expect((await testSend(ctx, { id, to: '+1 415 555 0100', channel: 'sms', variables: { name: 'Ann' } }, channels)).outcome).toBe(
      'accepted',
    );
    expect((await listMail(ctx, { limit: 1 })).data[0]).toMatchObject({ channel: 'sms', to: '+14155550100' });
    const silent = idOf(await createTemplate(ctx, input({ source: source({ sms: '' }) })));
    await expect(testSend(ctx, { id: silent, to: '+14155550100', channel: 'sms' }, channels)).rejects.toMatchObject({
      issues: [{ code: 'no_sms_text' }],
    });
    await expect(testSend(ctx, { id, to: 'nobody', channel: 'email' }, channels)).rejects.toMatchObject({ issues: [{ path: ['to'] }] });
    await world.db.insert(suppressions).values({ orgId: ctx.orgId, channel: 'email', address: 'no@example.com', reason: 'unsubscribe' });
    await expect(testSend(ctx, { id, to: 'NO@example.com', channel: 'email' }, channels)).rejects.toMatchObject({
      issues: [{ code: 'suppressed' }],
    });
  });
});
