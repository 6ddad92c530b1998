import { describe, expect, it } from 'vitest';
import { AppError, type Issue } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { checkDefinition } from '@/server/automations/check-definition';
import { createAutomation } from '@/server/automations/create-automation';
import { hookSecret } from '@/server/automations/hook-secrets';
import { nextLocalTime } from '@/server/automations/local-time';
import { addressProblem, checkedAddress, isPublicAddress } from '@/server/automations/safe-address';
import { splitWay } from '@/server/automations/split-way';
import { standardWebhook, standardWebhookHeaders } from '@/server/channels/webhook-signature';
import { createAudience, createContext } from '../factory';
import { createTemplate, openTestDatabase } from '../sends/setup';
import { define } from './setup';

const held = openTestDatabase();
const tag = (id: string) => ({ id, type: 'tag', tag: 'x' });

describe('what is wrong is said at its step', () => {
  const issuesOf = async (definition: unknown): Promise<Issue[]> => {
    const ctx = await createContext(held.db);
    return (await checkDefinition(ctx, definition)).issues;
  };
  const cases: [string, object, string, (string | number)[], RegExp][] = [
    ['no steps', { steps: [] }, 'no_steps', ['steps'], /at least one step/],
    [
      'a template that is not there',
      { steps: [{ id: 'hi', type: 'send', channel: 'email', template: 'nope', from: 'a@example.com' }] },
      'unknown_template',
      ['steps', 0, 'template'],
      /step hi: there is no template "nope"/,
    ],
    [
      'an audience that is not there',
      { steps: [{ id: 'add', type: 'add_to_audience', audience_id: 'aud_01jzzzzzzzzzzzzzzzzzzzzzzz' }] },
      'unknown_audience',
      ['steps', 0, 'audience_id'],
      /step add: there is no audience/,
    ],
    [
      'an empty branch',
      { steps: [{ id: 'b', type: 'branch', filter: { datatype: 'contact', where: {} }, yes: [], no: [] }] },
      'empty_branch',
      ['steps', 0],
      /step b: none of its ways/,
    ],
    [
      'a step nobody comes to',
      { steps: [{ id: 'out', type: 'exit' }, tag('t')] },
      'unreachable',
      ['steps', 1],
      /step t: nobody comes here.*at out/,
    ],
    ['an id twice', { steps: [tag('t'), tag('t')] }, 'duplicate_step_id', ['steps', 1, 'id'], /step t: another step/],
    [
      'percentages',
      {
        steps: [
          {
            id: 's',
            type: 'split',
            ways: [
              { percent: 50, steps: [tag('a')] },
              { percent: 40, steps: [] },
            ],
          },
        ],
      },
      'percent_sum',
      ['steps', 0, 'ways'],
      /step s: .* 90, not 100/,
    ],
    [
      'a wait without a timeout',
      { steps: [{ id: 'w', type: 'wait_for_event', event: 'paid', received: [tag('a')], timed_out: [] }] },
      'required',
      ['steps', 0, 'timeout'],
      /step w/,
    ],
    [
      'a wait of two years',
      { steps: [{ id: 'w', type: 'wait', for: 'P730D' }] },
      'wait_out_of_range',
      ['steps', 0, 'for'],
      /step w: waits at most 365 days/,
    ],
    ['too many steps', { steps: Array.from({ length: 101 }, (_, i) => tag(`t${i}`)) }, 'too_big', ['steps'], /100/],
    [
      'an unknown operator',
      { steps: [{ id: 'b', type: 'branch', filter: { datatype: 'contact', where: { country: { $foo: 1 } } }, yes: [tag('a')], no: [] }] },
      'unknown_operator',
      ['steps', 0, 'filter', 'where', 'country', '$foo'],
      /step b/,
    ],
    [
      'a field that is not there',
      { steps: [{ id: 'f', type: 'set_field', field: 'color', value: 'x' }] },
      'invalid_field',
      ['steps', 0, 'field'],
      /step f: the field is one of/,
    ],
    [
      'a private address',
      { steps: [{ id: 'h', type: 'webhook', url: 'https://169.254.169.254/latest' }] },
      'refused_url',
      ['steps', 0, 'url'],
      /step h: 169.254.169.254/,
    ],
    [
      'an unknown time zone',
      { steps: [{ id: 'u', type: 'wait_until', time: '09:00', timezone: 'Mars/Base' }] },
      'unknown_timezone',
      ['steps', 0, 'timezone'],
      /step u/,
    ],
    ['a type that is not there', { steps: [{ id: 'x', type: 'dance' }] }, 'invalid_union', ['steps', 0, 'type'], /step x/],
    [
      'a cron of six fields',
      { trigger: { type: 'schedule', cron: '* * * * * *', timezone: 'UTC', audience_id: 'aud_01jzzzzzzzzzzzzzzzzzzzzzzz' } },
      'invalid_cron',
      ['trigger', 'cron'],
      /five fields/,
    ],
  ];
  it.each(cases)('%s', async (_name, definition, code, path, message) => {
    const issues = await issuesOf(define(definition as never));
    const found = issues.find((issue) => JSON.stringify(issue.path) === JSON.stringify(path));
    expect(found, JSON.stringify(issues)).toBeDefined();
    expect([found?.code, message.test(found?.message ?? '')], found?.message).toEqual([code, true]);
  });

  it('a deep problem has its whole path, and a save is refused with all of them below definition', async () => {
    const ctx = await createContext(held.db);
    const inner = { id: 'in', type: 'branch', filter: { datatype: 'contact', where: {} }, yes: [], no: [] };
    const definition = define({
      steps: [
        {
          id: 'out',
          type: 'split',
          ways: [
            { percent: 100, steps: [tag('a'), inner] },
            { percent: 0, steps: [] },
          ],
        },
      ] as never,
    });
    const refused = await createAutomation(ctx, { name: 'x', definition }).catch((error) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(refused.issues).toEqual([
      { path: ['definition', 'steps', 0, 'ways', 0, 'steps', 1], code: 'empty_branch', message: 'step in: none of its ways has a step' },
    ]);
  });

  it('a segment is no list, and what exists is accepted', async () => {
    const ctx = await createContext(held.db);
    const [list, segment] = [
      await createAudience(ctx),
      await createAudience(ctx, [], { kind: 'segment', segmentType: 'dynamic', filter: { datatype: 'contact', where: {} } }),
    ];
    const add = (id: string) => define({ steps: [{ id: 'add', type: 'add_to_audience', audience_id: encodeId('audience', id) }] });
    expect((await checkDefinition(ctx, add(list.id))).issues).toEqual([]);
    expect((await checkDefinition(ctx, add(segment.id))).issues[0]?.code).toBe('not_a_list');
    const send = define({
      steps: [{ id: 's', type: 'send', channel: 'email', template: await createTemplate(ctx), from: 'a@example.com' }],
    });
    expect((await checkDefinition(ctx, send)).issues).toEqual([]);
  });
});

describe('outgoing calls stay outside', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2001:db8::1',
    '2002:7f00:1::',
    'ff02::1',
    'fe80::1%eth0',
  ])('%s is not public', (ip) => expect(isPublicAddress(ip)).toBe(false));
  it.each(['93.184.215.14', '8.8.8.8', '2606:4700::1111'])('%s is', (ip) => expect(isPublicAddress(ip)).toBe(true));

  it.each([
    'http://example.com/',
    'https://user:pw@example.com/',
    'https://example.com:8080/',
    'https://localhost/',
    'https://db.internal/',
    'https://[::1]/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://127.1/',
    'ftp://example.com/',
    'file:///etc/passwd',
  ])('%s is refused', (url) => expect(addressProblem(url, false)).not.toBeNull());
  it('a public one is not, and a name is looked up before it is called', async () => {
    expect(addressProblem('https://hooks.example.com/x', false)).toBeNull();
    await expect(checkedAddress(new URL('https://localhost.localdomain/'), false)).rejects.toThrow();
  });
});

describe('signatures, times and splits', () => {
  it('takes its own signature, among others, and nothing else', () => {
    const secret = hookSecret('in', { id: 'a', hookGeneration: 1 }, { MUSTER_SECRET: 's'.repeat(32) });
    const now = new Date('2027-01-01T00:00:00Z');
    const right = standardWebhookHeaders('m1', 'body', secret, now);
    const headers = (more: Record<string, string> = {}) =>
      new Headers({ ...right, 'webhook-signature': `v1,xx ${right['webhook-signature']}`, ...more });
    const problem = (by: string, given: Headers, body: string, at: Date) => standardWebhook(given, body, by, at).problem;
    expect(standardWebhook(headers(), 'body', secret, now)).toEqual({ id: 'm1' });
    expect(problem(secret, headers(), 'other', now)).toMatch(/does not fit/);
    expect(problem(secret, headers({ 'webhook-id': 'm2' }), 'body', now)).toMatch(/does not fit/);
    expect(problem(secret, headers(), 'body', new Date(now.getTime() + 301_000))).toMatch(/five minutes/);
    const rotated = hookSecret('in', { id: 'a', hookGeneration: 2 }, { MUSTER_SECRET: 's'.repeat(32) });
    expect(problem(rotated, headers(), 'body', now)).toMatch(/does not fit/);
  });

  it('waits until a local time of the contact, over a leap of the clocks and to the next weekday', () => {
    const step = { id: 'u', type: 'wait_until' as const, time: '09:00', timezone: 'contact', fallback_timezone: 'UTC' };
    const at = (zone: string | null, now: string, more = {}) => nextLocalTime({ ...step, ...more }, zone, new Date(now)).at.toISOString();
    expect(at('Asia/Kathmandu', '2027-01-01T00:00:00Z')).toBe('2027-01-01T03:15:00.000Z');
    expect(at('Asia/Kathmandu', '2027-01-01T03:15:00Z')).toBe('2027-01-02T03:15:00.000Z');
    expect(at(null, '2027-01-01T10:00:00Z')).toBe('2027-01-02T09:00:00.000Z');
    expect(at('America/New_York', '2027-03-14T01:00:00Z', { time: '02:30' })).toBe('2027-03-14T07:30:00.000Z'); // a time that is leapt over
    expect(at('Europe/London', '2027-01-01T10:00:00Z', { weekdays: [1] })).toBe('2027-01-04T09:00:00.000Z');
  });

  it('splits stably and as asked', () => {
    const step = {
      id: 's',
      ways: [
        { percent: 30, steps: [] },
        { percent: 70, steps: [] },
      ],
    };
    const ways = Array.from({ length: 5_000 }, (_, i) => splitWay(step, `contact-${i}`));
    expect(ways.filter((way) => way === 0).length / 5_000).toBeCloseTo(0.3, 1);
    expect(ways.slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, i) => splitWay(step, `contact-${i}`)));
  });
});
