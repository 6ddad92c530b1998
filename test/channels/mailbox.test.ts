import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { demoBehaviour } from '@/server/channels/catcher/behaviour';
import { startCatcher } from '@/server/channels/catcher/start';
import { createEmailChannel } from '@/server/channels/email';
import { createSmsChannel } from '@/server/channels/sms';
import type { Ctx } from '@/server/context';
import { invitation, user } from '@/server/db/schema/auth';
import { getMail } from '@/server/mailbox/get-mail';
import { listMail } from '@/server/mailbox/list-mail';
import { createContext, uuidOf } from '../factory';
import { deliverTo, email, newAddress, openCatcher } from './setup';

const world = openCatcher();

describe('the mailbox', () => {
  it('shows an organization its own mail, newest first, page by page', async () => {
    const mine = await createContext(world.db);
    const other = await createContext(world.db);
    for (let i = 0; i < 5; i++) await deliverTo(world.catcher.smtpUrl, email({ orgId: mine.orgId, subject: `Mail ${i}` }));
    await deliverTo(world.catcher.smtpUrl, email({ orgId: other.orgId, subject: 'Not yours' }));

    const first = await listMail(mine, { limit: 3 });
    expect(first.data.map((m) => m.subject)).toEqual(['Mail 4', 'Mail 3', 'Mail 2']);
    const second = await listMail(mine, { limit: 3, cursor: first.next_cursor ?? '' });
    expect(second.data.map((m) => m.subject)).toEqual(['Mail 1', 'Mail 0']);
    expect(second.next_cursor).toBeNull();
    expect((await listMail(mine, { limit: 10, q: 'MAIL 3' })).data).toHaveLength(1);
    expect((await listMail(mine, { limit: 10, q: '%' })).data).toHaveLength(0);

    const id = uuidOf('mail', first.data[0]?.id ?? '');
    expect((await getMail(mine, id)).subject).toBe('Mail 4');
    await expect(getMail(other, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('reads a mail for a sandboxed frame, policy first', async () => {
    const ctx = await createContext(world.db);
    const to = newAddress();
    await deliverTo(
      world.catcher.smtpUrl,
      email({ orgId: ctx.orgId, to, html: '<!-- <head> --><p>Grüße</p><script>alert(1)</script>', text: 'Grüße' }),
    );
    const [summary] = (await listMail(ctx, { limit: 1 })).data;
    const mail = await getMail(ctx, uuidOf('mail', summary?.id ?? ''));
    expect(mail).toMatchObject({ channel: 'email', to, from: 'News <hello@example.com>', subject: 'Hello' });
    expect(mail.text.trim()).toBe('Grüße');
    expect(mail.html).toMatch(
      /^<!doctype html><base target="_blank"><meta http-equiv="Content-Security-Policy" content="default-src 'none';/,
    );
    expect(mail.html).toContain('<p>Grüße</p>');
    expect(mail.headers.find((h) => h.name.toLowerCase() === 'list-unsubscribe-post')?.value).toBe('List-Unsubscribe=One-Click');
  });

  it('hides an invitation from members, who could join with it as an owner', async () => {
    const ctx = await createContext(world.db);
    const to = newAddress();
    const [inviter] = await world.db.insert(user).values({ name: 'Owner', email: newAddress() }).returning();
    await world.db.insert(invitation).values({
      organizationId: ctx.orgId,
      email: to.toUpperCase(),
      role: 'owner',
      expiresAt: new Date(),
      inviterId: inviter?.id as string,
    });
    await deliverTo(world.catcher.smtpUrl, email({ orgId: ctx.orgId, to }));
    await deliverTo(world.catcher.smtpUrl, email({ orgId: ctx.orgId, subject: 'For all' }));
    const as = (role: 'owner' | 'member'): Ctx => ({ ...ctx, actor: { type: 'user', id: inviter?.id as string, role } });
    expect((await listMail(as('owner'), { limit: 9 })).data).toHaveLength(2);
    expect((await listMail(as('member'), { limit: 9 })).data.map((mail) => mail.subject)).toEqual(['For all']);
    const id = uuidOf('mail', (await listMail(as('owner'), { limit: 9 })).data[1]?.id ?? '');
    expect((await getMail(as('owner'), id)).to).toBe(to);
    await expect(getMail(as('member'), id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('reads an SMS', async () => {
    const ctx = await createContext(world.db);
    const channel = createSmsChannel({ url: world.catcher.smsUrl });
    await channel.deliver({ channel: 'sms', id: ctx.orgId, orgId: ctx.orgId, from: 'Muster', to: '+14155550123', text: 'Hello' });
    const [summary] = (await listMail(ctx, { limit: 1 })).data;
    expect(summary).toMatchObject({ channel: 'sms', from: 'Muster', to: '+14155550123', subject: '' });
    expect(await getMail(ctx, uuidOf('mail', summary?.id ?? ''))).toMatchObject({ html: null, text: 'Hello' });
  });
});

describe('the catcher', () => {
  it('has addresses to try failures with', () => {
    const of = (to: string) => demoBehaviour({ channel: 'email', from: 'a@b.example', to });
    expect(of('bounce@x.example')?.reject?.code).toBe(550);
    expect(of('Bounce+7@y.example')?.reject?.message).toContain('5.1.1');
    expect(of('defer@x.example')?.reject?.code).toBe(451);
    expect(of('vanish@x.example')?.drop).toBe('after-store');
    for (const to of ['ann@x.example', 'bouncer@x.example', 'constructor@x.example', 'x+bounce@x.example']) expect(of(to)).toBeUndefined();
    expect(demoBehaviour({ channel: 'sms', from: 'M', to: '+15005550001' })?.reject).toBeDefined();
  });

  it('answers only what is committed, many at once, and forgets the oldest', async () => {
    const ctx = await createContext(world.db);
    const small = await startCatcher({ databaseUrl: world.databaseUrl, keep: 100, log: () => {} });
    const channel = createEmailChannel({ url: small.smtpUrl, connections: 10 });
    const outcomes = await Promise.all(Array.from({ length: 300 }, () => channel.deliver(email({ orgId: ctx.orgId }))));
    expect(outcomes.every((o) => o.kind === 'accepted')).toBe(true);
    await channel.close();
    let left = 0;
    for (let i = 0; i < 40 && (left === 0 || left > 150); i++) {
      await delay(50);
      left = (await world.db.$client`select 1 from mailbox`).length;
    }
    expect(left).toBeLessThan(150);
    expect(left).toBeGreaterThanOrEqual(100);
    await small.stop();
  });

  it('says so when its port is taken', async () => {
    const port = Number(new URL(world.catcher.smtpUrl).port);
    await expect(startCatcher({ databaseUrl: world.databaseUrl, smtpPort: port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const smsPort = Number(new URL(world.catcher.smsUrl).port);
    await expect(startCatcher({ databaseUrl: world.databaseUrl, smsPort })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
