import { expect, signInByApi, test } from './fixtures';
import { invitationLink } from './mail';

test('a member sees the lists, and no way to import, send or change', async ({ browser, owner, demo, baseURL }) => {
  const member = { name: 'Member', email: `member-${Date.now()}@example.com`, password: 'member-password' };
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  const headers = { origin: demo.url };
  const invited = await owner.request.post('/api/trpc/members.invite', { data: { email: member.email }, headers });
  expect(invited.ok(), await invited.text()).toBe(true);
  const token = (await invitationLink(owner, member.email)).split('/').at(-1);
  const { name, password } = member;
  const joined = await page.request.post('/api/trpc/invitations.join', { data: { token, name, password }, headers });
  expect(joined.ok(), await joined.text()).toBe(true);
  await signInByApi(page.request, demo.url, member);

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

  await page.goto('/overview/members');
  await expect(page.getByRole('table', { name: 'Members' })).toContainText(member.email);
  await expect(page.getByRole('button', { name: 'Invite' })).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Invitations' })).toHaveCount(0);

  await page.goto('/overview/api-keys');
  await expect(page.getByRole('heading', { name: 'Only owners see API keys' })).toBeVisible();
  await context.close();
});
