import type { Browser } from '@playwright/test';
import { choose, expect, signInByApi, test } from './fixtures';
import { invitationLink } from './mail';
import { expectNoViolations } from './violations';

const stranger = async (browser: Browser, baseURL: string | undefined) => (await browser.newContext({ baseURL })).newPage();

test('an owner invites; the invited joins by the link in the mail, with or without an account; roles, removal', async ({
  browser,
  owner,
  demo,
  baseURL,
}) => {
  const key = Date.now().toString(36);
  const [anew, known] = [`new-${key}@example.com`, `known-${key}@example.com`];
  const password = 'a long password';

  await owner.goto('/overview/members');
  for (const [email, role] of [
    [anew, 'Owner'],
    [known, 'Member'],
    [`never-${key}@example.com`, 'Member'],
  ] as const) {
    await owner.getByRole('button', { name: 'Invite' }).click();
    await owner.getByLabel('Email').fill(email);
    await choose(owner, 'Role', new RegExp(`^${role}`));
    await owner.getByRole('dialog').getByRole('button', { name: 'Invite' }).click();
    await expect(owner.getByRole('row', { name: email })).toContainText('Mail sent');
  }
  await expectNoViolations(owner, 'members');
  await owner.getByRole('button', { name: `Cancel the invitation of never-${key}@example.com` }).click();
  await expect(owner.getByRole('row', { name: `never-${key}` })).toHaveCount(0);

  // Without an account: the form makes one, of this organization only.
  const first = await stranger(browser, baseURL);
  await first.goto(await invitationLink(owner, anew));
  await expectNoViolations(first, 'invitation');
  await first.getByLabel('Your name').fill('Just Joined');
  await first.getByLabel('Password').fill(password);
  await first.getByRole('button', { name: 'Create account and join' }).click();
  await expect(first.getByRole('table', { name: 'Audiences' }).getByRole('link').first()).toBeVisible();
  await expect(first.getByRole('button', { name: 'Account of Just Joined' })).toContainText('owner');
  await expect(first.getByRole('button', { name: /^Organization:/ })).toHaveCount(0);

  // With an account: the password is enough, and their own organization stays in reach.
  const second = await stranger(browser, baseURL);
  const person = { name: 'Known Person', email: known, password };
  const headers = { origin: demo.url };
  const data = { ...person, organizationName: `Elsewhere ${key}` };
  expect((await second.request.post('/api/auth/sign-up/email', { data, headers })).ok()).toBe(true);
  await second.context().clearCookies();
  const link = await invitationLink(owner, known);
  await second.goto(link);
  await second.getByLabel('Password').fill(password);
  await second.getByRole('button', { name: 'Sign in and join' }).click();
  const switcher = second.getByRole('button', { name: /^Organization:/ });
  await expect(switcher).not.toContainText('Elsewhere');
  await switcher.click();
  await second.getByRole('menuitemradio', { name: `Elsewhere ${key}` }).click();
  await expect(switcher).toContainText(`Elsewhere ${key}`);
  await second.goto(link);
  await expect(second.getByRole('heading', { name: 'You have accepted already' })).toBeVisible();

  // The new owner makes the other an owner, and removes them.
  await first.goto('/overview/members');
  const row = first.getByRole('row', { name: known });
  for (const [item, button] of [
    ['Make owner…', 'Make owner'],
    ['Remove…', 'Remove'],
  ] as const) {
    await row.getByRole('button', { name: 'More about Known Person' }).click();
    await first.getByRole('menuitem', { name: item }).click();
    await first.getByRole('alertdialog').getByRole('button', { name: button }).click();
    await expect(first.getByRole('alertdialog')).toHaveCount(0);
    if (item === 'Make owner…') await expect(row).toContainText('Owner');
  }
  await expect(row).toHaveCount(0);
  await signInByApi(second.request, demo.url, person);
  await second.goto('/overview/members');
  await expect(second.getByRole('row', { name: known })).toBeVisible();
  await expect(switcher).toHaveCount(0);
  await Promise.all([first.context().close(), second.context().close()]);
});
