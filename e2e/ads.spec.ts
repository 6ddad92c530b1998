import { choose, expect, test } from './fixtures';

test('an account is connected, an audience mapped, planned and applied, and its people are on the platform', async ({ owner: page }) => {
  await page.goto('/overview/ads');
  await page.getByRole('button', { name: 'Connect an account' }).first().click();
  await page.getByRole('button', { name: 'Connect the demo account' }).click();
  await expect(page.getByText('is connected').first()).toBeVisible();
  await page.getByRole('button', { name: 'Map an audience' }).first().click();
  await page.getByRole('combobox', { name: 'Audience' }).fill('news');
  await page.getByRole('option', { name: /Newsletter/ }).click();
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await page.getByRole('button', { name: 'Plan…' }).click();
  await expect(page.getByRole('heading', { name: 'What would leave for the first people' })).toBeVisible();
  await page.getByRole('button', { name: /^Apply: add [1-9]/ }).click();
  await expect(page.getByText('Kept in sync', { exact: true }).first()).toBeVisible({ timeout: 45_000 });
  await choose(page, 'State', /^On the platform/);
  await expect(page.getByRole('table', { name: 'People' }).getByText('On the platform').first()).toBeVisible();
});
