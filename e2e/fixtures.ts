import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type APIRequestContext, test as base, expect, type Page } from '@playwright/test';

export type Demo = {
  url: string;
  organization_id: string;
  owner: { email: string; password: string };
  api_key: string;
  audience_id: string;
};

type Fixtures = {
  demo: Demo;
  /** Watches the page: no request leaves our origin, nothing breaks the content security policy, no script throws. Checked after each test. */
  quiet: undefined;
  /** A page on which the demo's owner is signed in. */
  owner: Page;
};

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape
  demo: async ({}, use) => {
    const file = path.join(process.env.E2E_DATA_DIR ?? '.muster', 'demo.json');
    await use(JSON.parse(readFileSync(file, 'utf8')) as Demo);
  },
  quiet: [
    async ({ context, baseURL }, use) => {
      const problems: string[] = [];
      context.on('request', (request) => {
        const { origin, protocol } = new URL(request.url());
        if (/^https?:$/.test(protocol) && origin !== new URL(baseURL ?? '').origin) problems.push(`request to ${request.url()}`);
      });
      context.on('console', (message) => {
        if (/content.security.policy|refused to|hydrat/i.test(message.text())) problems.push(message.text());
      });
      context.on('weberror', (error) => problems.push(String(error.error())));
      await use(undefined);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
  owner: async ({ page, demo }, use) => {
    await signInByApi(page.request, demo.url, demo.owner);
    await use(page);
  },
});

export { expect };

/** Signs in without the form; the cookies are the page's own. */
export async function signInByApi(request: APIRequestContext, url: string, { email, password }: { email: string; password: string }) {
  const answer = await request.post('/api/auth/sign-in/email', { data: { email, password }, headers: { origin: url } });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** Opens a Select by its label and takes an option. */
export async function choose(page: Page, label: string | RegExp, option: string | RegExp) {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
}

/** The figures of an equation by their names. */
export async function figures(page: Page, equation: string): Promise<Record<string, number>> {
  const texts = await page
    .getByRole('group', { name: equation, exact: true })
    .locator('[data-figure]')
    .evaluateAll((all) => all.map((one) => [one.getAttribute('data-figure') ?? '', one.firstElementChild?.textContent ?? '']));
  return Object.fromEntries(texts.map(([label = '', value = '']) => [label, Number(value.replaceAll(',', ''))]));
}
