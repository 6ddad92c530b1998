import { randomBytes } from 'node:crypto';
import * as base64 from 'nodemailer/lib/base64';
import MailComposer from 'nodemailer/lib/mail-composer';
import type SendMail from 'nodemailer/lib/mailer';
import * as qp from 'nodemailer/lib/qp';

/**
 * The message as the bytes of RFC 5322: text and HTML as alternatives. nodemailer builds and encodes the headers; the two bodies are
 * encoded here at once, because its stream of nodes costs 1.5 ms for a newsletter and this 0.5 ms.
 */
export function composeMime(message: SendMail.Options & { html: string; text: string }): Buffer {
  const { html, text, ...rest } = message;
  // A body cannot hold `=_`: quoted-printable writes `=3D_`, base64 has no `_` (RFC 2045, 6.7).
  const boundary = `=_${randomBytes(12).toString('hex')}`;
  const root = new MailComposer({ ...rest, text: '' }).compile();
  root.setHeader('Content-Type', `multipart/alternative; boundary="${boundary}"`);
  root.setHeader('Content-Transfer-Encoding', '7bit');
  const parts = [part('text/plain', text), part('text/html', html)];
  return Buffer.from(`${root.buildHeaders()}\r\n\r\n${parts.map((p) => `--${boundary}\r\n${p}\r\n`).join('')}--${boundary}--\r\n`);
}

function part(type: string, content: string): string {
  const lines = content.replace(/\r\n?|\n/g, '\r\n');
  const bytes = Buffer.from(lines);
  // Where every second byte is not ASCII, quoted-printable would double the size.
  const dense = bytes.length > lines.length * 1.5;
  const encoded = dense ? base64.wrap(base64.encode(bytes)) : qp.wrap(qp.encode(bytes));
  return `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: ${dense ? 'base64' : 'quoted-printable'}\r\n\r\n${encoded}`;
}
