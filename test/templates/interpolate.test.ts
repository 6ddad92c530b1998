import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, maxOutput, maxSubject } from '@/server/templates/interpolate';
import { recipientVariables } from '@/server/templates/recipient-variables';

const html = (template: string, values: Record<string, unknown>) => compile(template).render(values, 'html');
const text = (template: string, values: Record<string, unknown>) => compile(template).render(values, 'text');

describe('values', () => {
  it('fills keys, spaces allowed, and falls back for what is absent or blank', () => {
    expect(text('Hi {{name|there}}, {{ city }}!', { name: 'Ann', city: 'Oslo' })).toBe('Hi Ann, Oslo!');
    for (const name of [undefined, null, '', '  ', []]) expect(text('Hi {{ name | there }}', { name })).toBe('Hi there');
    expect(text('{{First Name}}', { 'First Name': 'Ann' })).toBe('Ann');
  });

  it('has one text form for each kind of value', () => {
    const value = (v: unknown) => text('{{v}}', { v });
    expect(value(0)).toBe('0');
    expect(value(-1.5)).toBe('-1.5');
    expect(value(false)).toBe('false');
    expect(value(['a', 1, null, ['b']])).toBe('a, 1, b');
    expect(value({ a: 1 })).toBe('{"a":1}');
    expect(value('a\u0000b\u2028c')).toBe('abc');
    expect(value('\ud800')).toBe('\ufffd');
  });

  it('reaches into objects by own properties only', () => {
    const values = { a: { b: [{ c: 'deep' }] }, 'x.y': 'whole key', x: { y: 'path' }, s: 'text' };
    expect(text('{{a.b.0.c}} {{x.y}}', values)).toBe('deep whole key');
    for (const key of [
      'constructor',
      '__proto__',
      'a.constructor.name',
      'a.__proto__.x',
      's.length',
      'a.b.length',
      'toString',
      'a.b.0.c.0',
      'a.',
    ]) {
      expect(text(`[{{${key}}}]`, values), key).toBe('[]');
    }
    expect(text('{{__proto__}}{{__proto__.x}}', JSON.parse('{"__proto__": {"x": "own"}}'))).toBe('');
  });

  it('never renders a value as a template', () => {
    expect(text('{{a}}{{b|{{a}}', { a: '{{b}}', b: '{{a}}' })).toBe('{{b}}{{b|{{b}}');
    expect(html('{{a|{b}}', { a: '{{unsubscribe_url}}' })).toBe('{{a|{b}}');
  });

  it.each([
    '{{#if x}}y{{/if}}',
    '{{> partial}}',
    '{{env "SECRET"}}',
    '{{{x}}}',
    '#{x}',
    '<%= x %>',
    '{{7*7}}',
    '{% raw %}',
    '{{x | upcase}}',
  ])('has no logic: %s', (template) => {
    const out = text(template, { x: 'VALUE' });
    expect(out).not.toContain('49');
    expect(out).not.toContain('value');
  });

  it('says which variables came out empty', () => {
    const compiled = compile('{{a}} {{b|x}} {{c}} {{a|y}}');
    expect(compiled.missing({ c: 1 })).toEqual(['a']);
    expect(compiled.variables).toEqual([
      { key: 'a', fallback: null },
      { key: 'b', fallback: 'x' },
      { key: 'c', fallback: null },
    ]);
  });

  it('refuses output without bound, in bounded time', () => {
    const compiled = compile('{{x}}'.repeat(1000));
    expect(() => compiled.render({ x: 'y'.repeat(10_000) }, 'html')).toThrow(/larger/);
    expect(() => compile('{{x}}').render({ x: 'y'.repeat(maxOutput + 1) }, 'text')).toThrow(/larger/);
    const started = performance.now();
    compile('{{'.repeat(200_000));
    compile(`{{${'a|'.repeat(100_000)}`);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('links', () => {
  const href = (url: unknown, template = '<a href="{{url}}">') => html(template, { url });

  it('passes whole URLs of harmless schemes and nothing else', () => {
    expect(href('https://a.example/x?y=1&z=2#f')).toBe('<a href="https://a.example/x?y=1&amp;z=2#f">');
    expect(href('mailto:a@b.example')).toBe('<a href="mailto:a@b.example">');
    expect(href(' https://a.example/ä"b ')).toBe('<a href="https://a.example/%C3%A4%22b">');
    const bad = [
      'javascript:alert(1)',
      'JaVaScript:alert(1)',
      ' java\nscript:alert(1)',
      '\u0001javascript:x',
      'data:text/html,x',
      'vbscript:x',
      '//evil.example',
      'x',
      'file:///etc/passwd',
      'https:evil',
    ];
    for (const url of bad) expect(href(url), url).toBe('<a href="#">');
  });

  it('encodes a piece of a URL as a component', () => {
    expect(href('a b&c="/?', '<a href="https://x.example/?q={{url}}&amp;r={{url}}">')).toBe(
      '<a href="https://x.example/?q=a%20b%26c%3D%22%2F%3F&amp;r=a%20b%26c%3D%22%2F%3F">',
    );
    expect(href('javascript:alert(1)', '<a href="{{url}}{{url}}">')).toContain('%3A');
  });

  it('lets a leading variable be the start of a URL, checked', () => {
    expect(href('https://shop.example', '<a href="{{url}}/sale?x={{url}}">')).toBe(
      '<a href="https://shop.example/sale?x=https%3A%2F%2Fshop.example">',
    );
    expect(href('javascript:alert(1)//', '<a href="{{url}}/sale">')).toBe('<a href="#/sale">');
    expect(compile('{{url}}?a={{b}}').render({ url: 'https://x.example/', b: '&' }, 'url')).toBe('https://x.example/?a=%26');
  });

  it('encodes inside links of plain text too', () => {
    expect(text('see https://x.example/?q={{q}} or {{q}}, {{url}}', { q: 'a b', url: 'https://y.example/a b' })).toBe(
      'see https://x.example/?q=a%20b or a b, https://y.example/a b',
    );
  });
});

describe('properties', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.jsonValue(),
    fc.stringMatching(/^[<>"'&{}|\r\n\u2028 a-c=:/#-]{0,40}$/),
    fc.constantFrom('"><script>alert(1)</script>', "' onload='x", '-->', '\r\nBcc: x@y.example', '{{b}}', '</title>', '&lt;', '\u0000'),
  );
  const page = compile(
    '<p title="{{a}}">Hi {{a}} &amp; {{b|"x"}}</p><a href="{{a}}">{{b}}</a><img src=\'https://x.example/{{b}}\' alt="{{a}}">',
  );
  // What a tag is to a parser, with quoted attributes skipped.
  const tags = (s: string) => s.match(/<\/?[a-z](?:"[^"]*"|'[^']*'|[^>"'])*>/gi)?.map((tag) => tag.replace(/"[^"]*"|'[^']*'/g, '""'));
  const expected = tags(page.render({}, 'html'));

  it('no value adds or breaks a tag or an attribute', () => {
    fc.assert(
      fc.property(anything, anything, (a, b) => {
        expect(tags(page.render({ a, b }, 'html'))).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('a subject is one line of safe characters, at most 500 long', () => {
    const subject = compile('News for {{a}}, {{b|you}}\r\nX-Evil: 1');
    fc.assert(
      fc.property(anything, anything, (a, b) => {
        const line = subject.render({ a, b }, 'subject');
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the test is about them
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
        expect(line.length).toBeLessThanOrEqual(maxSubject);
        expect(Buffer.from(line).toString()).toBe(line);
      }),
      { numRuns: 2000 },
    );
    expect(compile('{{a}}').render({ a: '😀'.repeat(400) }, 'subject')).toBe('😀'.repeat(250));
  });

  it('a URL stays within its attribute and has an allowed scheme', () => {
    const link = compile('{{a}}');
    fc.assert(
      fc.property(anything, (a) => {
        const url = link.render({ a }, 'url');
        expect(url).toMatch(/^(?:|#|(?:https?:\/\/|mailto:|tel:)[^\s"'<>`]*)$/i);
      }),
      { numRuns: 2000 },
    );
  });
});

it('fills 40,000 ordinary bodies a second', () => {
  const body = compile(
    `${'<p>Lorem ipsum dolor sit amet, consectetur.</p>'.repeat(100)}<p>{{name|you}} {{company}} {{city}}</p><a href="{{url}}">{{cta}}</a>`,
  );
  const values = { name: 'Ann', company: 'A & B', city: 'Oslo', url: 'https://x.example/?a=1', cta: 'Go' };
  const rate = Math.max(
    ...[1, 2, 3].map(() => {
      const started = process.cpuUsage(); // not the clock: other tests run beside this one
      for (let i = 0; i < 10_000; i++) body.render(values, 'html');
      const { user, system } = process.cpuUsage(started);
      return 10_000 / ((user + system) / 1e6);
    }),
  );
  expect(rate).toBeGreaterThan(40_000);
});

describe('recipientVariables', () => {
  const organization = { name: 'Acme', postalAddress: '1 Main St' };
  const contact = {
    name: 'Ann',
    email: 'a@b.example',
    phone: null,
    country: 'NO',
    metadata: { name: 'meta', city: 'Oslo', phone: '5', unsubscribe_url: 'evil', country: 'Norway' },
  };
  const make = (variables?: Record<string, unknown>) =>
    recipientVariables({ contact, variables, organization, unsubscribeUrl: 'https://u' });

  it('request over contact over metadata; reserved keys cannot be set', () => {
    expect({ ...make() }).toEqual({
      name: 'Ann',
      email: 'a@b.example',
      phone: '5',
      country: 'Norway',
      city: 'Oslo',
      unsubscribe_url: 'https://u',
      organization_name: 'Acme',
      organization_address: '1 Main St',
    });
    expect(make({ city: 'Bergen', name: null, unsubscribe_url: 'evil', organization_name: 'evil' })).toMatchObject({
      city: 'Bergen',
      name: 'Ann',
      unsubscribe_url: 'https://u',
      organization_name: 'Acme',
    });
  });

  it('has no prototype to leak', () => {
    const values = recipientVariables({
      contact: { ...contact, metadata: JSON.parse('{"__proto__": {"polluted": 1}}') },
      organization,
      unsubscribeUrl: 'https://u',
    });
    expect(compile('{{polluted}}{{constructor}}{{__proto__.polluted}}').render(values, 'text')).toBe('');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
