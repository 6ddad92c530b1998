import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

// No transitions: a colour on its way is neither theme's.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** No violation in the light theme, and none of contrast in the dark one: nothing but colours differs between them. */
async function expectNoViolations(page: Page, what: string) {
  // The mail in a sandboxed frame is its author's; scripts cannot run in it, axe neither.
  const axe = () => new AxeBuilder({ page }).exclude('iframe');
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await axe().analyze();
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await axe().withRules(['color-contrast']).analyze();
  const told = [...light.violations.map((v) => ({ theme: 'light', v })), ...dark.violations.map((v) => ({ theme: 'dark', v }))].map(
    ({ theme, v }) => `${what}, ${theme}: ${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} ${n.failureSummary ?? ''}`).join(' | ')}`,
  );
  expect(told).toEqual([]);
}

const loaded = (page: Page) => expect(page.locator('[aria-busy="true"]')).toHaveCount(0);

test('signed out', async ({ page }) => {
  for (const path of ['/sign-in', '/sign-up', '/overview-of-nothing']) {
    await page.goto(path);
    await expectNoViolations(page, path);
  }
});

test('every page', async ({ owner: page, demo }) => {
  test.setTimeout(240_000);
  const first = async (list: string, router: string) => {
    await page.goto(`/overview/${list}`);
    const link = page.locator('main').getByRole('table').getByRole('link').first();
    await expect(link, `a row in ${router}`).toBeVisible();
    return (await link.getAttribute('href')) ?? '';
  };
  const pages = [
    '/overview/audiences',
    `/overview/audiences/${demo.audience_id}`,
    `/overview/audiences/${demo.audience_id}?tab=sends`,
    '/overview/contacts',
    await first('contacts', 'contacts'),
    '/overview/contacts?q=nobody-is-called-so',
    '/overview/templates',
    await first('templates', 'templates'),
    '/overview/templates/new',
    '/overview/sends',
    await first('sends', 'sends'),
    '/overview/reports',
    '/overview/reports?by=audience&basis=event',
    await first('reports', 'reports'),
    '/overview/ads',
    '/overview/ads?tab=accounts',
    '/overview/ads?tab=syncs',
    '/overview/suppressions',
    '/overview/api-keys',
    '/overview/webhooks',
    '/overview/tracking',
    '/overview/audit-log',
    '/overview/mailbox',
  ];
  for (const path of pages) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await loaded(page);
    await expectNoViolations(page, path);
  }
});

test('drawers, dialogs and the palette', async ({ owner: page, demo }) => {
  await page.goto(`/overview/audiences?drawer=send&audience=${demo.audience_id}`);
  await expect(page.getByRole('button', { name: /^Send to [\d,]+ people/ })).toBeVisible();
  await page.getByRole('radio', { name: 'At a local time' }).click();
  await expect(page.getByRole('combobox', { name: 'Time zone' })).toBeVisible();
  await loaded(page);
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
