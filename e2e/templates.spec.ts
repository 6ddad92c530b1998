import { expect, test } from './fixtures';

test('an owner edits a template, sees it live, saves a version and sends a test', async ({ owner: page }) => {
  const tester = `tester-${Date.now().toString(36)}@example.com`;
  await page.goto('/overview/templates/new');
  await page.getByLabel('Name').fill('Launch note');
  await page.getByLabel('Subject').fill('Launch day, {{name|friend}}');
  await page.getByLabel('Body').fill('# We launch today\n\nThank you for waiting, {{name|friend}}.');
  const mail = page.frameLocator('iframe[title="Preview of the email"]');
  await expect(mail.getByRole('heading', { name: 'We launch today' })).toBeVisible();
  await page.getByRole('button', { name: 'Create template' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Launch note' })).toBeVisible();
  await expect(page.getByText('version 1', { exact: true })).toBeVisible();

  await page.getByLabel('Body').fill('# We launched\n\nSee you there.');
  await expect(mail.getByRole('heading', { name: 'We launched' })).toBeVisible();
  await page.getByLabel('SMS text').fill('We launched €');
  await expect(page.getByText(/1 segment before variables/)).toBeVisible();
  await page.getByRole('button', { name: 'Save version 2' }).click();
  await expect(page.getByText('version 2', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByLabel('Email address').fill(tester);
  await page.getByRole('button', { name: 'Send test' }).click();
  await expect(page.getByText(`Test sent to ${tester}`)).toBeVisible();
  await page.goto(`/overview/mailbox?q=${tester}`);
  await page.getByRole('button', { name: tester }).click();
  await expect(page.frameLocator('iframe[title="Message"]').getByRole('heading', { name: 'We launched' })).toBeVisible();
});
