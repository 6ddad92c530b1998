import { describe, expect, it } from 'vitest';
import {
  createClickUrl,
  createOpenUrl,
  createReturnPath,
  readClickToken,
  readOpenToken,
  readReturnPath,
} from '@/server/channels/tracking-links';
import { trackHtml } from '@/server/sends/track-html';

const settings = { APP_URL: 'https://muster.example', MUSTER_SECRET: 'a secret of at least thirty-two characters' };
const other = { ...settings, MUSTER_SECRET: 'another secret of at least thirty-two chars' };
const id = '01970000-0000-7000-8000-00000000abcd';
const token = (url: string) => url.split('/').at(-1) ?? '';
/** Every way to change one character. */
const forged = (text: string) => [...text].map((c, i) => text.slice(0, i) + (c === 'A' ? 'B' : 'A') + text.slice(i + 1));

describe('tokens', () => {
  it('hold the message and the target, and nothing of them can be changed', () => {
    const url = 'https://shop.example/?a=1&b=ü#x';
    const [open, click] = [token(createOpenUrl(id, settings)), token(createClickUrl(id, 3, url, settings))];
    expect(readOpenToken(open, settings)).toBe(id);
    expect(readClickToken(click, settings)).toEqual({ messageId: id, place: 3, url });
    for (const one of forged(open)) expect(readOpenToken(one, settings)).toBeNull();
    for (const one of forged(click)) expect(readClickToken(one, settings)).toBeNull();
    for (const one of ['', 'x', `${click}x`, click.slice(0, -1), open, `${click}=`, 'a'.repeat(10_000)])
      expect(readClickToken(one, settings)).toBeNull();
    expect(readOpenToken(click, settings)).toBeNull();
    expect(readOpenToken(open, other)).toBeNull();
    expect(readClickToken(click, other)).toBeNull();
  });

  it('lead only to the web, whatever was signed', () => {
    for (const url of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '//evil.example', 'http://', 'https://%'])
      expect(readClickToken(token(createClickUrl(id, 0, url, settings)), settings)).toBeNull();
  });

  it('come back in any case, within 64 octets, at any domain', () => {
    const path = createReturnPath(id, 'bounces.example.com', settings);
    expect(path.indexOf('@')).toBeLessThanOrEqual(64);
    expect(readReturnPath(path, settings)).toBe(id);
    expect(readReturnPath(path.toUpperCase(), settings)).toBe(id);
    expect(readReturnPath(path.replace('bounces.example.com', 'mx.example.net'), settings)).toBe(id);
    const local = path.slice('bounces+'.length, path.indexOf('@'));
    for (const [i, c] of [...local].entries()) {
      const changed = `bounces+${local.slice(0, i)}${c === 'a' ? 'b' : 'a'}${local.slice(i + 1)}@example.com`;
      // base32 has spare bits at its end: a change there says the same
      expect([null, ...(i === local.length - 1 ? [id] : [])]).toContain(readReturnPath(changed, settings));
    }
    expect(readReturnPath(path, other)).toBeNull();
    expect(readReturnPath('bounces+@example.com', settings)).toBeNull();
  });
});

describe('the HTML of a mail', () => {
  const track = (html: string, on = { opens: true, clicks: true }) => trackHtml(html, { messageId: id, settings, ...on });
  const targets = (html: string) =>
    [...html.matchAll(/href="([^"]+)"/gi)].map((m) => readClickToken(token(m[1] ?? ''), settings)?.url ?? m[1]);

  it('leads web links through ours, reading entities as a browser does', () => {
    const html = `<p><a class="x" href="https://a.example/?x=1&amp;y=2&#x26;z=3">a</a> <A HREF='http://b.example'>b</A></p>`;
    expect(targets(track(html))).toEqual(['https://a.example/?x=1&y=2&z=3', 'http://b.example']);
  });

  it('leaves what is no web link, and our own', () => {
    const html = `<a href="mailto:a@b.example">m</a><a href="tel:+1">t</a><a href="#top">h</a><a href="https://muster.example/u/tok">u</a><img src="https://a.example/i.png"><link href="https://a.example/s.css">`;
    expect(track(html, { opens: false, clicks: true })).toBe(html);
    const long = `<a href="https://a.example/${'x'.repeat(3_000)}">l</a>`;
    expect(track(long, { opens: false, clicks: true })).toBe(long);
  });

  it('puts the pixel at the end of the body, and does nothing when both are off', () => {
    const html = '<html><body><p>Hi</p></body></html>';
    expect(track(html)).toMatch(/<p>Hi<\/p><img src="https:\/\/muster\.example\/t\/o\/[\w-]+" [^>]*><\/body><\/html>$/);
    expect(track('<p>Hi</p>')).toMatch(/<p>Hi<\/p><img /);
    expect(track(html, { opens: false, clicks: false })).toBe(html);
  });

  it('takes time in proportion to the text, whatever stands in it', () => {
    const begun = performance.now();
    track(`<a ${'href='.repeat(50_000)}`);
    track('<a '.repeat(100_000));
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
