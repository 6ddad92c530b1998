import { choose, expect, test } from './fixtures';
import { apiOf } from './pages';
import { expectNoViolations } from './violations';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('days, data and kinds of values of an automation are chosen in the flow, and stand in its JSON', async ({ owner: page }) => {
  await page.goto('/overview/automations/new');
  const steps = page.getByRole('region', { name: 'Steps' });
  const add = async (where: string, what: RegExp) => {
    await steps.getByRole('button', { name: where, exact: true }).click();
    await page.getByRole('menuitem', { name: what }).click();
  };
  await add('Add a step to the automation', /^Wait until/);
  for (const day of ['Sat', 'Sun']) await page.getByRole('button', { name: day, exact: true }).click();
  await expect(steps.getByText('09:00, Mon–Fri, local time of the contact')).toBeVisible();
  await page.getByRole('combobox', { name: 'Time zone', exact: true }).fill('kathm');
  await page.getByRole('option', { name: 'Asia/Kathmandu' }).click();
  await expect(steps.getByText('09:00, Mon–Fri, Asia/Kathmandu')).toBeVisible();

  await add('Add a step after wait-until-1', /^Call a webhook/);
  await page.getByRole('button', { name: 'Another' }).click();
  await page.getByRole('textbox', { name: 'Name 1 of data' }).fill('seats');
  await choose(page, 'Kind of Value of seats', 'Number');
  await page.getByRole('textbox', { name: 'Value of seats' }).fill('-1.5');
  await expectNoViolations(page, 'webhook step');
  await page.getByRole('radio', { name: 'JSON' }).first().click();
  const json = page.getByRole('textbox', { name: 'Automation as JSON' });
  await expect(json).toContainText('"seats": -1.5');
  await expect(json).toContainText('"timezone": "Asia/Kathmandu"');
});

test('customer match: a column that nothing says anything of is chosen by hand', async ({ owner: page, demo }) => {
  const mark = Date.now().toString(36);
  const made = await page.request.post('/api/v1/contacts', {
    headers: { authorization: `Bearer ${demo.api_key}` },
    data: { email: `match-${mark}@example.com`, name: 'Matched', metadata: { till: `T${mark}` } },
  });
  expect(made.ok(), await made.text()).toBe(true);
  await page.goto('/overview/audiences/custom/new?type=customer_match');
  await page.getByLabel('Name').fill(`Loyalty ${mark}`);
  await page.getByLabel('Your own id').fill('till');
  await page.getByRole('button', { name: 'Create audience' }).click();
  await expect(page.getByText('must be a metadata field, such as metadata.customer_id')).toBeVisible();
  await page.getByLabel('Your own id').fill('metadata.till');
  await page.getByRole('button', { name: 'Create audience' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Loyalty ${mark}` })).toBeVisible();
  const csv = `Kundennr,Ort\nT${mark},Bonn\nnobody,Ulm\n`;
  await page.getByLabel('CSV file').setInputFiles({ name: 'till.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await expect(page.getByText(/Say which column is what/)).toBeVisible();
  await choose(page, 'Column Kundennr', 'Your own id');
  await page.getByRole('button', { name: 'Upload 2 rows' }).click();
  await expect(page.getByText('2 rows uploaded, 0 refused. 1 contact')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Members' }).getByRole('link', { name: 'Matched' })).toBeVisible();
  await expectNoViolations(page, 'customer match');
});

test('an option under the mouse is chosen, though a newer answer moves the list while it is pressed', async ({ owner: page, demo }) => {
  const api = apiOf(page.request, demo);
  const mark = Date.now().toString(36);
  await api('post', '/audiences', { name: `Pressed ${mark}` });
  await page.goto('/overview/segments/overlap');
  const box = page.getByRole('combobox', { name: 'Add an audience' });
  await box.click();
  const option = page.getByRole('option', { name: `Pressed ${mark}` });
  await expect(option).toBeVisible();
  // Newer ones stand above it, in the answer to what is typed next.
  for (const at of [1, 2]) await api('post', '/audiences', { name: `Pressed ${mark} again ${at}` });
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/api/trpc/audiences.list*', async (route) => {
    await held;
    await route.continue();
  });
  await box.fill(`pressed ${mark}`);
  await expect(page.getByRole('option')).toHaveCount(1);
  await option.hover();
  await page.mouse.down();
  const answered = page.waitForResponse(/audiences\.list/);
  answer();
  await answered;
  await page.evaluate(() => new Promise((drawn) => setTimeout(drawn, 200)));
  await page.mouse.up();
  await expect(page.getByRole('button', { name: `Remove Pressed ${mark}`, exact: true })).toBeVisible();
  await expect(page).toHaveURL(/with=aud_\w+$/);
});
