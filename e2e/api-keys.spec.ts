import { expect, test } from './fixtures';

test('an owner makes a key, uses it, revokes it', async ({ owner: page, playwright, demo }) => {
  const name = `Nightly ${Date.now().toString(36)}`;
  await page.goto('/overview/api-keys');
  await page.getByRole('button', { name: 'New key' }).first().click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Read only' }).click();
  await page.getByRole('button', { name: 'Create key' }).click();
  const key = (await page.getByTestId('new-key').textContent())?.trim() ?? '';
  expect(key).toMatch(/^mus_/);
  await page.getByRole('button', { name: 'I have stored it' }).click();

  // No cookie of the browser: the key alone.
  const api = await playwright.request.newContext({ baseURL: demo.url, extraHTTPHeaders: { authorization: `Bearer ${key}` } });
  const listed = await api.get('/api/v1/audiences');
  expect(listed.status()).toBe(200);
  expect(((await listed.json()) as { data: unknown[] }).data.length).toBeGreaterThan(0);
  expect((await api.post('/api/v1/audiences', { data: { name: 'Not allowed' } })).status()).toBe(403);

  await page.getByRole('button', { name: `Revoke ${name}` }).click();
  await page.getByRole('button', { name: 'Revoke key' }).click();
  await expect(page.getByRole('row', { name })).toContainText('Revoked');
  expect((await api.get('/api/v1/audiences')).status()).toBe(401);
  await api.dispose();
});
