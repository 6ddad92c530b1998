import { describe, expect, it } from 'vitest';
import { type TemplateSourceInput, templateSource } from '@/contracts/template';
import { compile } from '@/server/templates/interpolate';
import { renderSource } from '@/server/templates/render-source';
import { templateVariables } from '@/server/templates/to-template';
import { weeklyNewsletter } from '@/server/templates/weekly-newsletter';

const render = (values: Partial<TemplateSourceInput>) => renderSource(templateSource.parse({ subject: 'S', body: '', ...values }));

describe('variables survive the layout', () => {
  it('in Markdown, fallbacks with quotes and entities, headings of the text part, links and the button', async () => {
    const { html, text } = await render({
      body: '# Hi {{user.firstName|O\'Neil & "co" <b>}}\n\n**{{a_b_c}}** *{{x|a*b*c}}* `{{code}}` [{{label}}]({{url|https://a.example/?x=1&y=2}}) ![{{alt}}]({{pic}})\n\n| {{h|a}} | b |\n|---|---|\n| {{cell}} | d |',
      button: { label: '{{cta|Read "more"}}', href: 'https://x.example/?a=1&u={{email}}' },
      preheader: '{{name|there}}'.padEnd(400, '{{name|there}}'),
      footer: '{{company|us & co}}',
    });
    for (const part of [
      '{{user.firstName|O\'Neil & "co" <b>}}',
      '<strong>{{a_b_c}}</strong>',
      '<em>{{x|a*b*c}}</em>',
      '{{code}}',
      'href="{{url|https://a.example/?x=1&y=2}}"',
      'src="{{pic}}"',
      '{{h|a}}',
      '{{cell}}',
      '{{cta|Read "more"}}',
      '?a=1&amp;u={{email}}',
      '{{company|us & co}}',
      'href="{{unsubscribe_url}}"',
      '{{organization_address}}',
    ]) {
      expect(html).toContain(part);
    }
    for (const part of [
      'Hi {{user.firstName|O\'Neil & "co" <b>}}',
      '{{url|https://a.example/?x=1&y=2}}',
      'https://x.example/?a=1&u={{email}}',
      '{{unsubscribe_url}}',
      '{{organization_name}}',
    ])
      expect(text).toContain(part);
    expect(html).not.toMatch(/[\ue000-\uefff]/);
    expect(compile(html).render({ url: 'javascript:alert(1)' }, 'html')).toContain('href="#"');
    expect(compile(html).render({}, 'html')).toContain('O&#39;Neil &amp; &quot;co&quot; &lt;b&gt;');
  });

  it('drops private-use characters of the author instead of taking them for variables', async () => {
    const { html } = await render({ body: 'a\ue000b {{x}} c\ue001d' });
    expect(html).toContain('ab {{x}} cd');
  });
});

describe('what an author cannot do', () => {
  it('raw HTML comes out as text', async () => {
    const { html } = await render({
      body: 'a <img src=x onerror=alert(1)> b\n\n<script>alert(1)</script>\n\n<div onclick="x">\n\n<!-- c -->',
      footer: '<b>x</b>',
    });
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toMatch(/<script|<img|onclick="/);
    expect(html).toContain('&lt;b&gt;x&lt;/b&gt;');
  });

  it.each([
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '&#106;avascript:alert(1)',
    '/relative',
    '#anchor',
  ])('links only to harmless places: %s', async (href) => {
    const { html } = await render({ body: `[x](${href}) ![y](${href})`, button: { label: 'b', href } });
    expect([...html.matchAll(/ (?:href|src)="([^"]*)"/g)].map((m) => m[1])).toEqual(['#', '#', '{{unsubscribe_url}}']);
  });

  it('a bare domain becomes https; entities are read once', async () => {
    const { html } = await render({ body: '[x](example.com/a) &amp; &copy; &lt;b&gt; &unknown; &#x41;' });
    expect(html).toContain('href="https://example.com/a"');
    expect(html).toContain('&amp; © &lt;b&gt; &amp;unknown; A');
  });
});

it('every kind of Markdown has a rendering', async () => {
  const { html, text } = await render({
    body: '## Two\n\n### Three\n\n1. one\n2. two\n\n- [x] done\n- open\n  - nested\n\n> quote\n\n```\ncode <x>\n```\n\n---\n\n~~old~~ line  \nbreak https://auto.example\n\n| l | r |\n|:-|-:|\n| 1 | 2 |',
  });
  for (const part of [
    '<h2',
    '<h3',
    '<ol',
    '<ul',
    '☑',
    '<blockquote',
    'code &lt;x&gt;',
    '<hr',
    '<del>',
    '<br/>',
    'href="https://auto.example"',
    'text-align:right',
  ])
    expect(html).toContain(part);
  expect(text).toContain('Two');
  expect(text).not.toContain('TWO');
});

it('the weekly newsletter is small, complete and uses variables of the demo', async () => {
  const rendered = await renderSource(templateSource.parse(weeklyNewsletter));
  expect(Buffer.byteLength(rendered.html)).toBeLessThan(20_000);
  expect(templateVariables(rendered)).toEqual(['name', 'company', 'city', 'edition', 'cta', 'email']);
  expect(rendered.sms).toContain('STOP');
});
