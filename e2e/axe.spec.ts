import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { expectKeyboardReaches } from './keyboard';
import { everyPage, publicPages } from './pages';
import { expectNoViolations } from './violations';

// No transitions: a colour on its way is neither theme's.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const whole = (page: Page) => expect(page.locator('[aria-busy="true"]')).toHaveCount(0);

/** The first entry of each group: the reference has hundreds of one shape. */
const firstOfEachGroup = (page: Page) =>
  page.evaluate(() => {
    for (const more of document.querySelectorAll('main section > section:nth-of-type(n+2), nav li:nth-of-type(n+2)')) more.remove();
  });

/** No violation, reached by keyboard, fits a phone. */
async function look(page: Page, path: string, loaded = whole): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await loaded(page);
  await expectNoViolations(page, path);
  await expectKeyboardReaches(page, path);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
}

test('signed out', async ({ owner: page, demo }) => {
  const paths = [...(await publicPages(page, demo)), '/overview-of-nothing'];
  await page.context().clearCookies();
  for (const path of paths.filter((path) => path !== '/docs')) await look(page, path);
  await page.route('**/*.js', (route) => route.abort()); // it needs none, and what they come upon is not whole
  await look(page, '/docs', firstOfEachGroup);
});

const parts = 4;
for (let part = 0; part < parts; part++) {
  test(`every page: no violation, reached by keyboard, fits a phone (${part + 1} of ${parts})`, async ({ owner: page, demo }) => {
    test.setTimeout(240_000);
    const paths = await everyPage(page.request, demo);
    for (const path of paths.filter((_, i) => i % parts === part)) await look(page, path);
  });
}

test('drawers, dialogs and the palette', async ({ owner: page, demo }) => {
  await page.goto(`/overview/audiences?drawer=send&audience=${demo.audience_id}`);
  await expect(page.getByRole('button', { name: /^Send to [\d,]+ people/ })).toBeVisible();
  await page.getByRole('radio', { name: 'At a local time' }).click();
  await expect(page.getByRole('combobox', { name: 'Time zone' })).toBeVisible();
  await whole(page);
  await expectNoViolations(page, 'send drawer');

  await page.goto(`/overview/audiences?drawer=import&audience=${demo.audience_id}`);
  const csv = 'email,name\nada@example.com,Ada\nnope,Bad\n';
  await page.getByLabel('CSV file').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await expect(page.getByRole('button', { name: 'Import 1 row' })).toBeVisible();
  await expectNoViolations(page, 'import drawer');

  await page.goto('/overview/contacts?new=true');
  await expect(page.getByRole('dialog', { name: 'New contact' })).toBeVisible();
  await expectNoViolations(page, 'contact dialog');

  await page.goto('/overview/api-keys');
  await page.getByRole('button', { name: 'New key' }).first().click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectNoViolations(page, 'key dialog');
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Search or jump to' })).toBeVisible();
  await expectNoViolations(page, 'palette');
});
