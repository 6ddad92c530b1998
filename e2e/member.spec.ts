import { expect, signInByApi, test } from './fixtures';

test('a member sees the lists, and no way to import, send or change', async ({ browser, owner, demo, baseURL }) => {
  const member = { name: 'Member', email: `member-${Date.now()}@example.com`, password: 'member-password' };
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  const headers = { origin: demo.url };
  const joined = await page.request.post('/api/auth/sign-up/email', { data: { ...member, organizationName: 'Elsewhere' }, headers });
  expect(joined.ok(), await joined.text()).toBe(true);
  const invited = await owner.request.post('/api/auth/organization/invite-member', {
    data: { email: member.email, role: 'member' },
    headers,
  });
  expect(invited.ok(), await invited.text()).toBe(true);
  const { id: invitationId } = (await invited.json()) as { id: string };
  await signInByApi(page.request, demo.url, member);
  const accepted = await page.request.post('/api/auth/organization/accept-invitation', { data: { invitationId }, headers });
  expect(accepted.ok(), await accepted.text()).toBe(true);

  await page.goto('/overview/audiences');
  await expect(page.getByRole('table', { name: 'Audiences' }).getByRole('link').first()).toBeVisible();
  for (const name of [/^Import/, /^Send/, /^New/, /^More/]) await expect(page.getByRole('button', { name })).toHaveCount(0);

  await page.goto(`/overview/audiences?drawer=send&audience=${demo.audience_id}`);
  await expect(page.getByRole('table', { name: 'Audiences' }).getByRole('link').first()).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);

  const refused = await page.request.post('/api/trpc/audiences.create', { data: { name: 'Not mine' }, headers });
  expect(refused.status()).toBe(403);
  const imported = await page.request.post(`/api/internal/audiences/${demo.audience_id}/import-csv`, {
    data: { csv: 'email\na@example.com' },
    headers,
  });
  expect(imported.status()).toBe(403);

  await page.goto('/overview/api-keys');
  await expect(page.getByRole('heading', { name: 'Only owners see API keys' })).toBeVisible();
  await context.close();
});
