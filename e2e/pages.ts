import { readdirSync } from 'node:fs';
import type { APIRequestContext, Page } from '@playwright/test';
import { type Demo, expect } from './fixtures';
import { invitationLink, unsubscribeLink } from './mail';

type Api = (method: 'get' | 'post', path: string, data?: unknown) => Promise<{ id: string } & Record<string, unknown>>;
type Listed = { data: { id: string }[] };

/** An example of each page that is about one thing, by its folder under `app`. */
const examples: Record<string, (api: Api, demo: Demo) => string | Promise<string>> = {
  '/overview/segments/[id]': async (api, demo) => (await segment(api, demo)).id,
  '/overview/templates/[id]': (api) => first(api, '/templates'),
  '/overview/contacts/[id]': (api) => first(api, '/contacts'),
  '/overview/pixels/[id]': async (api) => (await api('post', '/pixels', { name: 'Every page', origins: ['https://shop.example'] })).id,
  '/overview/audiences/[id]': (_api, demo) => demo.audience_id,
  '/overview/sends/[id]': (api) => first(api, '/sends'),
  '/overview/reports/audiences/[id]': (_api, demo) => demo.audience_id,
  '/overview/reports/sends/[id]': (api) => first(api, '/sends'),
  '/overview/reports/campaigns/[id]': campaign,
  '/overview/reports/automations/[id]': async (api, demo) => (await automation(api, demo)).id,
  '/overview/campaigns/[id]': campaign,
  '/overview/campaigns/[id]/edit': campaign,
  '/overview/automations/[id]': async (api, demo) => (await automation(api, demo)).id,
  '/overview/automations/[id]/runs/[runId]': async (api, demo) => {
    const { id } = await automation(api, demo);
    await api('post', `/automations/${id}/test`, { contact_id: await first(api, '/contacts'), mode: 'real' });
    return `${id}/runs/${await first(api, `/automations/${id}/runs`)}`;
  },
  '/overview/ads/[id]': adAudience,
};

/** The pages again in a state of their own. */
const states = (demo: Demo, segmentId: string) => [
  `/overview/segments/${segmentId}?tab=insights`,
  `/overview/segments/overlap?with=${segmentId},${demo.audience_id}`,
  `/overview/audiences/${demo.audience_id}?tab=sends`,
  '/overview/contacts?q=nobody-is-called-so',
  '/overview/reports?by=audience&basis=event',
  '/overview/ads?tab=accounts',
  '/overview/ads?tab=syncs',
];

/** The folders of `app` that are a page. */
const folders = (): string[] =>
  readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((file) => /(^|[\\/])page\.tsx$/.test(file))
    .map((file) => `/${file.replaceAll('\\', '/')}`.replace(/\/page\.tsx$/, ''))
    .sort();
const isOverview = (folder: string) => folder.startsWith('/overview');

/** The address of every page that nobody needs an account for; those that a mail leads to with a link of their own, and without one. */
export async function publicPages(owner: Page, demo: Demo): Promise<string[]> {
  const email = `every-page-${Date.now().toString(36)}@example.com`;
  const invited = await owner.request.post('/api/trpc/members.invite', { data: { email, role: 'member' }, headers: { origin: demo.url } });
  expect(invited.ok(), await invited.text()).toBe(true);
  const pages = folders().filter((folder) => folder !== '' && !isOverview(folder));
  const links = [await invitationLink(owner, email), await unsubscribeLink(owner)];
  return [...pages.map((folder) => folder.replace(/\[.*\]/, 'nothing')), ...links];
}

/** The address of every page of the dashboard: the folders of `app` say which there are, so that a new one cannot be forgotten. */
export async function everyPage(request: APIRequestContext, demo: Demo): Promise<string[]> {
  const api = apiOf(request, demo);
  const paths: string[] = [];
  for (const folder of folders().filter(isOverview)) {
    if (!folder.includes('[')) {
      paths.push(folder);
      continue;
    }
    const example = examples[folder];
    if (!example) throw new Error(`app${folder} has no example: add one to e2e/pages.ts`);
    const id = await example(api, demo);
    paths.push(folder.replace(/\[.*\]/, id)); // from the first parameter to the last
  }
  return [...paths, ...states(demo, (await segment(api, demo)).id)];
}

export const apiOf =
  (request: APIRequestContext, demo: Demo): Api =>
  async (method, path, data) => {
    const headers = { authorization: `Bearer ${demo.api_key}` };
    const answer = await request[method](`/api/v1${path}`, data === undefined ? { headers } : { headers, data });
    expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
    return answer.json();
  };

async function first(api: Api, path: string): Promise<string> {
  const { data } = (await api('get', `${path}?limit=1`)) as unknown as Listed;
  const id = data[0]?.id;
  if (!id) throw new Error(`nothing at ${path}`);
  return id;
}

/** A segment with every kind of condition. */
export const segment = (api: Api, demo: Demo) =>
  api('post', '/audiences/segments', {
    name: `Every page ${Math.random()}`,
    type: 'static',
    filter: {
      datatype: 'contact',
      where: {
        country: { $in: ['US', 'DE'] },
        $or: [{ tags: { $all: ['vip'] } }, { $nor: [{ $inAudience: demo.audience_id }, { 'metadata.a': { $mod: [2, 0] } }] }],
        createdAt: { $lt: { $now: '-P1D' } },
        $did: { event: 'purchase', count: 0, since: { $now: '-P90D' } },
      },
    },
  });

async function campaign(api: Api, demo: Demo): Promise<string> {
  const made = await api('post', '/campaigns', { name: 'Every page', audienceId: demo.audience_id });
  return made.id;
}

const automation = (api: Api, demo: Demo) =>
  api('post', '/automations', {
    name: `Every page ${Math.random()}`,
    definition: {
      trigger: { type: 'audience', audience_id: demo.audience_id, on: 'enters' },
      entry: { reentry: 'once' },
      steps: [
        { id: 'wait', type: 'wait', for: 'P3D' },
        { id: 'tagged', type: 'tag', tag: 'every-page' },
      ],
    },
  });

async function adAudience(api: Api, demo: Demo): Promise<string> {
  const { data } = (await api('get', '/audiences/ads/platforms')) as unknown as {
    data: { platform: string; demo: { account_id: string; credentials: unknown } | null }[];
  };
  const known = data.find((each) => each.platform === 'linkedin');
  if (!known?.demo) throw new Error('the demo has no stand-in for LinkedIn');
  const account = await api('post', '/audiences/ads/accounts', { platform: known.platform, ...known.demo });
  const mapped = await api('post', '/audiences/ads/audiences', { account_id: account.id, audience_id: demo.audience_id });
  return mapped.id;
}
