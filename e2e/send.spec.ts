import { readFileSync } from 'node:fs';
import { choose, expect, figures, test } from './fixtures';
import { expectNoViolations } from './violations';

// A second run, or a retry, meets new people.
const host = `${Date.now().toString(36)}.example.com`;
const audience = `Journey ${host}`;
const people = Array.from({ length: 12 }, (_, i) => `person${i + 1}@${host},Person ${i + 1},Reader`);
const csv = [
  'E-mail,Full name,Favourite role',
  ...people,
  'not-an-address,Nobody,Reader',
  `person1@${host},Person 1 again,Reader`,
  `short@${host},Short row`,
].join('\r\n');

test('a newcomer imports a CSV, sends with two subjects, reads the mail and unsubscribes', async ({ page, demo }) => {
  await test.step('sign in', async () => {
    await page.goto('/');
    await expect(page).toHaveURL(/\/sign-in/);
    await page.getByLabel('Email').fill(demo.owner.email);
    await page.getByLabel('Password').fill(demo.owner.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Audiences' })).toBeVisible();
  });

  await test.step('create an audience', async () => {
    await page.getByRole('button', { name: 'New audience' }).first().click();
    await page.getByLabel('Name').fill(audience);
    await page.getByRole('button', { name: 'Create audience' }).click();
    await expect(page.getByRole('dialog', { name: `Import into ${audience}` })).toBeVisible();
  });

  await test.step('import a file with three bad rows', async () => {
    await page.getByLabel('CSV file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await expect(page.getByRole('combobox', { name: 'Column E-mail becomes' })).toHaveText(/Email/);
    await expect(page.getByRole('combobox', { name: 'Column Full name becomes' })).toHaveText(/Name/);
    await page.getByLabel('Metadata key of column Favourite role').fill('role');
    await expect(page.getByRole('group', { name: 'Rows of the file' })).toBeVisible();
    await expect.poll(() => figures(page, 'Rows of the file')).toEqual({ good: 12, refused: 3, rows: 15 });
    await page.getByRole('button', { name: 'Import 12 rows' }).click();
    await expect(page.getByRole('heading', { name: 'Import finished' })).toBeVisible();
    await expect.poll(() => figures(page, 'Result')).toEqual({ created: 12, updated: 0, unchanged: 0, rejected: 3, rows: 15 });
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download rejected rows (CSV)' }).click();
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe('\ufeffline,reason,E-mail,Full name,Favourite role');
    expect(lines[1]).toMatch(/^14,.*not-an-address,Nobody,Reader$/);
  });

  await test.step('send now, with two subjects', async () => {
    await page.getByRole('button', { name: 'Send to this audience' }).click();
    await expect(page.getByRole('dialog', { name: `Send to ${audience}` })).toBeVisible();
    await choose(page, 'Template', /Weekly newsletter/i);
    await page.getByRole('textbox', { name: 'From', exact: true }).fill('Muster <hello@example.com>');
    await page.getByRole('button', { name: 'Add a subject' }).click();
    await page.getByRole('textbox', { name: 'Subject A' }).fill('Your weekly update');
    await page.getByRole('textbox', { name: 'Subject B' }).fill('Quick update for {{name}}');
    await expect(page.getByRole('button', { name: 'Send to 12 people' })).toBeEnabled();
    await expect.poll(() => figures(page, 'Reach')).toMatchObject({ 'in the audience': 12, suppressed: 0, 'will receive': 12 });
    await expect(page.getByRole('region', { name: 'Preview' }).getByText(/Quick update for Person \d+/)).toBeVisible();
    await page.getByRole('button', { name: 'Send to 12 people' }).click();
    await expect(page.getByRole('heading', { name: '12 messages scheduled' })).toBeVisible();
    await page.getByRole('link', { name: 'Watch the send' }).click();
  });

  await test.step('watch it finish; the ledger closes', async () => {
    await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 30_000 });
    const { total, ...parts } = await figures(page, 'Ledger');
    expect(total).toBe(12);
    expect(parts.sent).toBe(12);
    expect(Object.values(parts).reduce((a, b) => a + b, 0)).toBe(total);
    await expect(page.getByRole('table', { name: 'Subjects' }).getByRole('row')).toHaveCount(3);
    await expect(page.getByRole('table', { name: 'Messages' }).getByRole('row')).toHaveCount(13);
  });

  await test.step('read the mail, unsubscribe, see the suppression', async () => {
    await page.getByRole('link', { name: 'Mailbox' }).click();
    await page.getByRole('searchbox', { name: 'Search the mailbox' }).fill(`person7@${host}`);
    await page.getByRole('button', { name: `person7@${host}` }).click();
    await expect(page.getByRole('article')).toContainText(/Your weekly update|Quick update for Person 7/);
    await expect(
      page
        .frameLocator('iframe[title="Message"]')
        .getByText(/unsubscribe/i)
        .first(),
    ).toBeVisible();
    const opened = page.waitForEvent('popup');
    await page.getByRole('link', { name: 'Unsubscribe' }).click();
    const leave = await opened;
    await leave.getByRole('button', { name: /unsubscribe/i }).click();
    await expect(leave.getByText(/unsubscribed/i).first()).toBeVisible();
    await leave.close();
    await page.getByRole('link', { name: 'Suppressions' }).click();
    await page.getByRole('searchbox', { name: 'Search suppressions' }).fill(`person7@${host}`);
    const row = page.getByRole('row', { name: `person7@${host}` });
    await expect(row).toContainText('Unsubscribed');
  });

  await test.step('the next send leaves them out', async () => {
    await page.getByRole('link', { name: 'Audiences', exact: true }).first().click();
    await page.getByRole('button', { name: `Send to ${audience}` }).click();
    await expect(page.getByRole('button', { name: 'Send to 11 people' })).toBeVisible();
    await expect.poll(() => figures(page, 'Reach')).toMatchObject({ 'in the audience': 12, suppressed: 1, 'will receive': 11 });
    await page.keyboard.press('Escape');
  });

  await test.step('the export has all of them, and says who unsubscribed', async () => {
    await page.getByRole('link', { name: audience }).first().click();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: `Export ${audience} as CSV` }).click();
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(13);
    expect(lines[0]).toMatch(/^\ufeffemail,phone,name,.*,email_suppressed,sms_suppressed,metadata\.role$/);
    expect(lines.filter((line) => line.includes(',unsubscribe,'))).toEqual([expect.stringContaining(`person7@${host}`)]);
  });
});

test('a test of subjects: a part gets it, the mail is opened, the better one goes to the rest', async ({ owner: page, demo }) => {
  test.slow();
  const host = `ab-${Date.now().toString(36)}.example.com`;
  const headers = { authorization: `Bearer ${demo.api_key}` };
  const made = await page.request.post('/api/v1/audiences', { headers, data: { name: `Subjects ${host}` } });
  const { id } = (await made.json()) as { id: string };
  const contacts = Array.from({ length: 10 }, (_, i) => ({ email: `person${i}@${host}`, name: `Person ${i}` }));
  expect((await page.request.post(`/api/v1/audiences/${id}/members`, { headers, data: { contacts } })).ok()).toBe(true);

  await test.step('ask for it in the form', async () => {
    await page.goto(`/overview/audiences/${id}`);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await choose(page, 'Template', /Weekly newsletter/i);
    await page.getByRole('textbox', { name: 'From', exact: true }).fill('Muster <hello@example.com>');
    await page.getByRole('button', { name: 'Add a subject' }).click();
    await page.getByRole('textbox', { name: 'Subject A' }).fill('Plain words');
    await page.getByRole('textbox', { name: 'Subject B' }).fill('Something for {{name}}');
    await page.getByRole('radio', { name: 'Test, then send the better' }).click();
    await choose(page, 'Test on', '40 %');
    await expect(
      page.getByText('40 % get the test: 4 people, 2 each; after 4 h the rest, 6, get the subject that was opened more.'),
    ).toBeVisible();
    await expectNoViolations(page, 'the send drawer with a test');
    await page.getByRole('button', { name: 'Send to 10 people' }).click();
    await page.getByRole('link', { name: 'Watch the send' }).click();
  });

  const section = page.getByRole('region', { name: 'Test of subjects' });
  await test.step('only the test leaves', async () => {
    await expect(section.getByRole('status')).toContainText('4 people get the test, in equal groups; 6 wait.');
    await expect.poll(() => figures(page, 'Ledger')).toMatchObject({ total: 10, scheduled: 6, sent: 4 });
    await expectNoViolations(page, 'a test that runs');
  });

  await test.step('choose by hand; the rest gets it, everybody once', async () => {
    await section.getByRole('button', { name: 'Send B to the rest now' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send B' }).click();
    await expect(section.getByRole('status')).toContainText('The rest gets B. Decided by');
    await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 30_000 });
    await expect.poll(() => figures(page, 'Ledger')).toMatchObject({ total: 10, sent: 10 });
    const subjects = page.getByRole('table', { name: 'Subjects' });
    await expect(
      subjects
        .getByRole('row', { name: /Plain words/ })
        .getByRole('cell')
        .nth(1),
    ).toHaveText('2');
    await expect(
      subjects
        .getByRole('row', { name: /Something for/ })
        .getByRole('cell')
        .nth(1),
    ).toHaveText('8');
    await expectNoViolations(page, 'a test that is decided');
  });
});
