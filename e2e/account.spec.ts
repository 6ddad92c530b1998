import { expect, signInByApi, test } from './fixtures';
import { linkInMail } from './mail';
import { expectNoViolations } from './violations';

test('a forgotten password is set by the link in a mail, and the old session is out; an address changes by one too', async ({
  browser,
  page,
  demo,
  baseURL,
}) => {
  const key = Date.now().toString(36);
  const person = { name: 'Forgetful', email: `forgetful-${key}@example.com`, password: 'a long password' };
  const [moved, password] = [`moved-${key}@example.com`, 'a longer password'];
  // Their old session: the demo shows mail about an account to its person alone.
  const old = await (await browser.newContext({ baseURL })).newPage();
  const headers = { origin: demo.url };
  const data = { ...person, organizationName: `Account ${key}` };
  expect((await old.request.post('/api/auth/sign-up/email', { data, headers })).ok()).toBe(true);

  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  // The page before has an Email too.
  await expect(page.getByRole('button', { name: 'Send the link' })).toBeVisible();
  await page.getByLabel('Email').fill(person.email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByText('a mail with a link is on its way')).toBeVisible();
  const link = await linkInMail(old, person.email, 'reset-password');
  await page.goto(link);
  await expectNoViolations(page, 'reset-password');
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByText('You are signed out everywhere')).toBeVisible();
  await old.goto('/overview/account');
  await expect(old).toHaveURL(/\/sign-in/);
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible();

  await page.goto('/sign-in?next=/overview/account');
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('New address').fill(moved);
  await page.getByLabel('Your password').fill(password);
  await page.getByRole('button', { name: 'Send a link to it' }).click();
  await expect(page.getByText(`A link is on its way to ${moved}`)).toBeVisible();
  await page.goto(await linkInMail(page, moved, 'confirm-address'));
  await expectNoViolations(page, 'confirm-address');
  await page.getByRole('button', { name: 'Confirm the address' }).click();
  await page.getByRole('link', { name: 'To your account' }).click();
  await expect(page.getByText(`You sign in as ${moved}.`)).toBeVisible();

  // Another place signs in by the new address, and is signed out from here.
  await signInByApi(old.request, demo.url, { email: moved, password });
  await page.reload();
  const sessions = page.getByRole('table', { name: 'Sessions' });
  await expect(sessions.getByRole('row')).toHaveCount(3);
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(sessions.getByRole('row')).toHaveCount(2);
  await expect(sessions).toContainText('This one');
  await old.goto('/overview/account');
  await expect(old).toHaveURL(/\/sign-in/);
  await old.context().close();
});
