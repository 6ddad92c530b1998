import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { encodeId } from '@/contracts/ids';
import { templateSource } from '@/contracts/template';
import { composeMime } from '@/server/channels/compose-mime';
import { emailMessage } from '@/server/channels/email-headers';
import { parseEmailSender } from '@/server/channels/sender';
import { compile } from '@/server/templates/interpolate';
import { recipientVariables } from '@/server/templates/recipient-variables';
import { renderSource } from '@/server/templates/render-source';
import { weeklyNewsletter } from '@/server/templates/weekly-newsletter';
import { caught, deliverTo, email, newAddress, openCatcher } from './setup';

const world = openCatcher();

const required = [
  'from',
  'to',
  'subject',
  'message-id',
  'date',
  'mime-version',
  'content-type',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'list-id',
  'precedence',
  'x-entity-ref-id',
  'x-muster-organization',
  'x-auto-response-suppress',
  'content-transfer-encoding',
];
const names = async (raw: string | Buffer) => (await PostalMime.parse(raw)).headers.map((header) => header.key).sort();

describe('a newsletter over a real SMTP conversation', () => {
  it('arrives with everything that law and mailbox providers ask for', async () => {
    const { html, text, subject } = await renderSource(templateSource.parse(weeklyNewsletter));
    const mail = email({
      from: 'Möller & Co <news@example.com>',
      list: { id: encodeId('audience', '01890000-0000-7000-8000-000000000001'), name: 'All' },
    });
    const values = recipientVariables({
      contact: { name: 'Zoë <b>', email: mail.to, phone: null, metadata: { city: 'Ålesund', company: 'A & B' } },
      organization: { name: 'Acme', postalAddress: '1 Main Street\n0123 Oslo' },
      unsubscribeUrl: mail.unsubscribeUrl ?? '',
    });
    mail.subject = compile(subject).render(values, 'subject');
    mail.html = compile(html).render(values, 'html');
    mail.text = compile(text).render(values, 'text');
    expect(await deliverTo(world.catcher.smtpUrl, mail)).toEqual({ kind: 'accepted', providerId: `<${mail.id}@example.com>` });

    const [row] = await caught(world.db, mail.to);
    const raw = row?.raw ?? '';
    expect(row).toMatchObject({
      org_id: mail.orgId,
      subject: 'Your weekly update, Zoë <b>',
      from_address: 'Möller & Co <news@example.com>',
    });
    expect(Buffer.byteLength(raw)).toBeLessThan(102_000);
    const parsed = await PostalMime.parse(raw);
    expect(parsed.from).toEqual({ name: 'Möller & Co', address: 'news@example.com' });
    expect(parsed.to).toEqual([{ name: '', address: mail.to }]);
    expect(parsed.messageId).toBe(`<${mail.id}@example.com>`);
    expect(Math.abs(Date.parse(parsed.date ?? '') - Date.now())).toBeLessThan(60_000);
    expect(parsed.html?.trim()).toBe(mail.html);
    expect(parsed.text?.trim()).toBe(mail.text.trim());
    for (const part of [parsed.html, parsed.text]) expect(part).toContain(mail.unsubscribeUrl);
    for (const part of [parsed.html, parsed.text]) expect(part).toContain('0123 Oslo');
    expect(await names(raw)).toEqual([...required].sort());
    // One line each: a folded List-Unsubscribe breaks DKIM at some receivers.
    expect(raw).toContain(`\r\nList-Unsubscribe: <${mail.unsubscribeUrl}>\r\n`.replace(/^\r\n/, ''));
    expect(raw).toContain('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
    const header = (key: string) => parsed.headers.find((h) => h.key === key)?.value;
    expect(header('list-id')).toBe(
      '<aud-01h4000000e00800000000000001.example.com>'.replace(
        /aud-[^.]*/,
        encodeId('audience', '01890000-0000-7000-8000-000000000001').replace('_', '-'),
      ),
    );
    expect(header('x-entity-ref-id')).toBe(encodeId('message', mail.id));
    expect(header('x-muster-organization')).toBe(encodeId('organization', mail.orgId as string));
  });

  it('keeps a long unsubscribe link on one line', async () => {
    const mail = email({ unsubscribeUrl: `https://muster.example/u/${'a'.repeat(700)}` });
    await deliverTo(world.catcher.smtpUrl, mail);
    expect((await caught(world.db, mail.to))[0]?.raw).toContain(`List-Unsubscribe: <${mail.unsubscribeUrl}>\r\n`);
  });

  it('delivers dots, long lines and other scripts as they are', async () => {
    const text = `.\n..\nline.\n${'x'.repeat(3000)} \ntrailing \t\n日本語のニュース ${'ü'.repeat(500)}\n`;
    for (const body of [text, '日本語'.repeat(2000)]) {
      const mail = email({ text: body, html: `<p>${body}</p>` });
      await deliverTo(world.catcher.smtpUrl, mail);
      const raw = (await caught(world.db, mail.to))[0]?.raw ?? '';
      const parsed = await PostalMime.parse(raw);
      expect(parsed.text?.trimEnd()).toBe(body.trimEnd());
      expect(parsed.html?.trim()).toBe(`<p>${body}</p>`);
      expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThan(999);
    }
  });

  it('SMTP smuggling: a lone line ending before a dot cannot end the message', async () => {
    const mail = email({ text: 'a\n.\nMAIL FROM:<x@y.example>\r.\rb\r\n.\r\nc', html: '<p>\n.\n</p>' });
    expect((await deliverTo(world.catcher.smtpUrl, mail)).kind).toBe('accepted');
    expect(await caught(world.db, mail.to)).toHaveLength(1);
  });
});

describe('header injection', () => {
  const controls = [...Array.from({ length: 32 }, (_, i) => String.fromCharCode(i)), '\u007f', '\u0085', '\u2028', '\u2029', '\u202e'];

  it.each(controls.map((c) => [c.charCodeAt(0).toString(16).padStart(4, '0'), c]))('U+%s anywhere in the sender is refused', (_, c) => {
    for (const from of [
      `${c}a@b.example`,
      `a@b.example${c}Bcc: x@y.example`,
      `N${c}ame <a@b.example>`,
      `Name <a@b.example>${c}`,
      `"x${c}Bcc: y" <a@b.example>`,
    ]) {
      expect(() => parseEmailSender(from), JSON.stringify(from)).toThrow();
    }
  });

  it.each([
    '',
    'a',
    'a@b.example, c@d.example',
    'A <a@b.example>, C <c@d.example>',
    '<a@b.example> <c@d.example>',
    'a@b.example <c@d.example',
    'A <a@b>',
    'a b@c.example',
    'A <<a@b.example>>',
    '=?utf-8?Q?=0d=0aBcc:_x?= <a@b.example>',
  ])('not a sender: %s', (from) => {
    expect(() => parseEmailSender(from)).toThrow();
  });

  it('reads names, quoted or not', () => {
    expect(parseEmailSender('hello@example.com')).toEqual({ name: '', address: 'hello@example.com' });
    expect(parseEmailSender(' Ann, Inc. <A@Example.com> ')).toEqual({ name: 'Ann, Inc.', address: 'a@example.com' });
    expect(parseEmailSender('"A \\"B\\" <c>" <a@example.com>')).toEqual({ name: 'A "B" <c>', address: 'a@example.com' });
  });

  it('no value of a person adds a header, a recipient or a line to the subject', async () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.constantFrom(...controls.map((c) => `x${c}Bcc: evil@example.com${c}${c}body`), '=?utf-8?Q?=0d=0aBcc:_x?=', 'x\r\n\r\n<html>'),
    );
    const subject = compile('Hi {{a}}');
    await fc.assert(
      fc.asyncProperty(value, value, async (a, b) => {
        const mail = email({
          to: 'fixed@example.com',
          subject: subject.render({ a }, 'subject'),
          html: compile('<p>{{b}}</p>').render({ b }, 'html'),
          text: compile('{{b}}').render({ b }, 'text'),
        });
        const { envelope, ...message } = emailMessage(mail);
        const raw = composeMime(message).toString();
        expect(envelope).toEqual({ from: 'hello@example.com', to: ['fixed@example.com'] });
        const parsed = await PostalMime.parse(raw);
        expect(parsed.headers.map((h) => h.key).sort()).toEqual([...required].sort());
        expect(parsed.subject?.trim()).toBe(mail.subject.trim());
        expect(parsed.to).toEqual([{ name: '', address: 'fixed@example.com' }]);
      }),
      { numRuns: 150 },
    );
  });

  it('a long subject in any script arrives whole', async () => {
    const to = newAddress();
    await deliverTo(
      world.catcher.smtpUrl,
      email({ to, subject: 'Café "quoted" 😀 and more than seventy-eight characters so that the header has to be folded' }),
    );
    const parsed = await PostalMime.parse((await caught(world.db, to))[0]?.raw ?? '');
    expect(parsed.subject).toBe('Café "quoted" 😀 and more than seventy-eight characters so that the header has to be folded');
  });
});
