import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from '@playwright/test';
import { type Demo, expect, test } from './fixtures';
import { expectNoViolations } from './violations';

/** A customer's website: another origin than Muster's. Its pages load the script as the pixel's page says. */
async function website(head: () => string): Promise<{ origin: string; server: Server }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><html lang="en"><head><title>Shop ${path}</title>${head()}</head><body><h1>${path}</h1></body></html>`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

const api = (page: Page, demo: Demo) => async (method: string, path: string, data?: unknown) => {
  const answer = await page.request.fetch(`/api/v1${path}`, { method, data, headers: { authorization: `Bearer ${demo.api_key}` } });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
};

type Told = { status: number; body: { accepted?: number; identified?: unknown } };

/** Another person's browser, which the dashboard's rules do not watch; what its pages report and how that is answered (0: not shown to the page). */
async function visitorIn(browser: Browser, init?: () => void) {
  const context = await browser.newContext();
  const answers: Told[] = [];
  const problems: string[] = [];
  await context.exposeFunction('told', (answer: Told) => answers.push(answer));
  await context.addInitScript(() => {
    const real = window.fetch;
    const { told } = window as unknown as { told: (answer: unknown) => void };
    window.fetch = async (...asked) => {
      try {
        const answer = await real(...asked);
        told({ status: answer.status, body: await answer.clone().json() });
        return answer;
      } catch (error) {
        told({ status: 0, body: {} });
        throw error;
      }
    };
  });
  if (init) await context.addInitScript(init);
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(String(error)));
  return { context, page, answers, problems };
}

declare global {
  interface Window {
    muster: (...what: unknown[]) => void;
  }
}

test('a pixel on another origin: pages are viewed, the visitor is identified, the audience has them', async ({
  owner: page,
  demo,
  browser,
}) => {
  test.setTimeout(120_000);
  const call = api(page, demo);
  let snippet = '';
  const shop = await website(() => snippet);
  const elsewhere = await website(() => snippet);
  try {
    await page.goto('/overview/pixels');
    await page.getByRole('button', { name: 'New pixel' }).first().click();
    await page.getByLabel('Name').fill('Shop');
    await page.getByLabel('Origins').fill(shop.origin);
    await page.getByRole('button', { name: 'Create pixel' }).click();
    const secret = (await page.getByText(/^pxs_[0-9a-f]{64}$/).textContent()) ?? '';
    await page.getByRole('button', { name: 'Install it' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Shop' })).toBeVisible();
    await expectNoViolations(page, 'pixel');
    snippet = (await page.locator('pre', { hasText: '/pixel.js' }).textContent()) ?? '';

    const { data } = await call('GET', '/contacts?limit=1');
    const ada = data[0] as { id: string; email: string; name: string };
    const visit = await visitorIn(browser);
    await visit.page.goto(`${shop.origin}/`);
    await visit.page.waitForFunction(() => (window.muster as unknown as { on?: number }).on === 1);
    await visit.page.waitForTimeout(500);
    expect(visit.answers).toEqual([]); // no consent yet
    expect(await visit.page.evaluate(() => localStorage.length)).toBe(0);
    await visit.page.evaluate(() => window.muster('consent', true));
    await expect.poll(() => visit.answers.length).toBe(1);
    expect(visit.answers[0]).toMatchObject({ status: 200, body: { accepted: 1 } });
    await visit.page.evaluate(() => history.pushState({}, '', '/our-plans'));
    await expect.poll(() => visit.answers.length).toBe(2);

    const at = Math.floor(Date.now() / 1000);
    const identify = (sig: string) => visit.page.evaluate((id) => window.muster('identify', id), { who: ada.email, at, sig });
    await identify('0'.repeat(64));
    await expect.poll(() => visit.answers.at(-1)?.body.identified).toBe('bad_signature');
    await identify(createHmac('sha256', secret).update(`${at}.${ada.email}`).digest('hex'));
    await expect.poll(() => visit.answers.at(-1)?.body.identified).toBe(true);
    expect(await visit.context.cookies()).toEqual([]);
    expect(visit.problems).toEqual([]);

    await page.goto('/overview/audiences/custom/new');
    await expect(page.getByRole('listitem').filter({ hasText: 'Retargeting pixel' })).toBeVisible();
    await expectNoViolations(page, 'kinds');
    await page.getByRole('link', { name: 'Retargeting pixel' }).click();
    await page.getByLabel('Name').fill('Visited pricing');
    await page.getByLabel('Path').fill('/our-plans');
    await page.getByRole('button', { name: 'Create audience' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Visited pricing' })).toBeVisible();
    await expect(page.getByText(/1 contact ·/)).toBeVisible();
    await expect(page.getByRole('table', { name: 'Members' }).getByRole('link', { name: ada.name })).toBeVisible();
    await expectNoViolations(page, 'pixel audience');

    // consent withdrawn: the key is gone, and nothing is reported any more
    await visit.page.evaluate(() => window.muster('consent', false));
    await visit.page.waitForTimeout(300);
    const before = visit.answers.length;
    await visit.page.reload();
    await visit.page.waitForTimeout(700);
    expect(visit.answers.length).toBe(before);

    const private_ = await visitorIn(browser, () => Object.defineProperty(navigator, 'globalPrivacyControl', { get: () => true }));
    await private_.page.goto(`${shop.origin}/our-plans`);
    await private_.page.evaluate(() => window.muster('consent', true));
    await private_.page.waitForTimeout(700);
    expect(private_.answers).toEqual([]);

    const foreign = await visitorIn(browser);
    await foreign.page.goto(`${elsewhere.origin}/our-plans`);
    await foreign.page.evaluate(() => window.muster('consent', true));
    await expect.poll(() => foreign.answers.map((a) => a.status)).toEqual([0]); // refused: the browser shows the page nothing
    await Promise.all([visit, private_, foreign].map(({ context }) => context.close()));
  } finally {
    shop.server.close();
    elsewhere.server.close();
  }
});

test('a lookalike is found and explained; a file is matched; both can be sent to', async ({ owner: page, demo }) => {
  test.setTimeout(120_000);
  const call = api(page, demo);
  await page.goto('/overview/audiences');
  await page.getByRole('link', { name: 'New custom audience' }).click();
  await page.getByRole('link', { name: 'File upload' }).click();
  await page.getByLabel('Name').fill('From the till');
  await page.getByRole('button', { name: 'Create audience' }).click();
  const { data } = await call('GET', '/contacts?limit=2');
  const emails = (data as { email: string }[]).map((c) => c.email);
  const csv = ['e-mail', ...emails, 'nobody-at-all@example.com', 'no address'].join('\n');
  await page.getByLabel('CSV file').setInputFiles({ name: 'till.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await expect(page.getByRole('combobox', { name: 'Column e-mail' })).toContainText('Email');
  await expect(page.getByRole('region', { name: 'Refused rows' })).toContainText('an email needs an @');
  await page.getByRole('button', { name: 'Upload 3 rows' }).click();
  await expect(page.getByText('3 rows uploaded, 1 refused. 2 contacts are in the audience now.')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Matches by key' })).toContainText('Email');
  await expectNoViolations(page, 'upload');

  const segment = await call('POST', '/audiences/segments', {
    name: `Seed ${Date.now().toString(36)}`,
    filter: { datatype: 'contact', where: { tags: 'vip' } },
  });
  await page.goto('/overview/audiences/custom/new?type=lookalike');
  await page.getByLabel('Name').fill('Like our VIPs');
  await page.getByRole('combobox', { name: 'Seed' }).fill(segment.name);
  await page.getByRole('option', { name: segment.name }).click();
  await page.getByRole('button', { name: 'Find look-alikes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Like our VIPs' }).or(page.getByRole('alert'))).toBeVisible();
  const refused = await page.getByRole('alert').filter({ hasText: 'too mixed' }).count();
  if (refused) return; // the demo's people are drawn by lot: then there is nothing to find, and it says so
  await expect(page.getByRole('table', { name: 'What the seed has in common' })).toBeVisible();
  await page.getByRole('button', { name: /^Why / }).first().click();
  await expect(page.getByText(/More like the seed than/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expectNoViolations(page, 'lookalike');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText('Like our VIPs');
});
