import { choose, expect, test } from './fixtures';
import { expectNoViolations } from './violations';

test('an account is connected, an audience mapped, planned and applied, and its people are on the platform', async ({ owner: page }) => {
  await page.goto('/overview/ads');
  await page.getByRole('button', { name: 'Connect an account' }).first().click();
  await page.getByRole('button', { name: 'Connect the demo account' }).click();
  await expect(page.getByText('is connected').first()).toBeVisible();
  await page.getByRole('button', { name: 'Map an audience' }).first().click();
  await page.getByRole('combobox', { name: 'Audience' }).fill('news');
  await page.getByRole('option', { name: /Newsletter/ }).click();
  await choose(page, 'Account', /Facebook/);
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await page.getByRole('button', { name: 'Plan…' }).click();
  await expect(page.getByRole('heading', { name: 'What would leave for the first people' })).toBeVisible();
  await page.getByRole('button', { name: /^Apply: add [1-9]/ }).click();
  await expect(page.getByText('Kept in sync', { exact: true }).first()).toBeVisible({ timeout: 45_000 });
  await choose(page, 'State', /^On the platform/);
  await expect(page.getByRole('table', { name: 'People' }).getByText('On the platform').first()).toBeVisible();
});

test('targeting is chosen from the lists of the platform, on a phone by keyboard too, and comes back as text to paste', async ({
  owner: page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/overview/ads');
  await page
    .getByRole('row', { name: /Facebook/ })
    .getByRole('link')
    .first()
    .click();
  await page.getByRole('button', { name: 'Choose targeting…' }).click();
  const drawer = page.getByRole('dialog', { name: 'Targeting' });
  await drawer.getByRole('searchbox', { name: 'Search locations' }).fill('nepal');
  await drawer.getByRole('button', { name: 'Add Nepal', exact: true }).press('Enter');
  await expect(drawer.getByRole('button', { name: 'Remove Nepal' })).toBeFocused();
  await drawer.getByRole('radio', { name: 'Languages' }).click();
  await drawer.getByRole('searchbox', { name: 'Search languages' }).fill('nepali');
  await drawer.getByRole('button', { name: 'Add Nepali' }).click();
  await drawer.getByRole('radio', { name: 'Interests' }).click();
  await expect(drawer.getByText(/, asked /)).toBeVisible();
  await drawer.getByRole('button', { name: /^Entertainment/ }).click();
  await drawer.getByRole('button', { name: 'Add Movies' }).click();
  await drawer.getByRole('radio', { name: 'Options' }).click();
  await expect(drawer.getByText(/Our snapshot of/)).toBeVisible();
  await drawer.getByRole('button', { name: 'Take out Nepali' }).click();
  await expect(drawer.getByRole('region', { name: 'Chosen' })).toBeFocused();
  await expectNoViolations(page, 'choosing targeting');
  await drawer.getByRole('button', { name: 'Save targeting' }).click();
  await expect(drawer).toBeHidden();
  const section = page.getByRole('region', { name: 'Targeting' });
  await expect(section.getByText('"countries"')).toBeVisible();
  await expect(section.getByText('"6003139266461"')).toBeVisible();
  await expect(section.getByText('where you run the ads, on Facebook')).toBeVisible();
  await expectNoViolations(page, 'targeting kept');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
