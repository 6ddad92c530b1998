import type { Page } from '@playwright/test';
import { type Demo, expect, test } from './fixtures';
import { apiOf, segment } from './pages';
import { expectNoViolations } from './violations';

const days = (n: number) => new Date(Date.now() - n * 86_400_000).toISOString().slice(0, 10);
const text = (n: number) => n.toLocaleString('en-US');

/** The count that the API gives for a filter. */
async function reachOf(page: Page, demo: Demo, where: unknown): Promise<number> {
  const answer = await page.request.post('/api/v1/audiences/estimate-reach', {
    headers: { authorization: `Bearer ${demo.api_key}` },
    data: { filter: { datatype: 'contact', where } },
  });
  expect(answer.status(), await answer.text()).toBe(200);
  return ((await answer.json()) as { count: number }).count;
}

// By its section, not by role: an open list hides the rest of the page from assistive technology.
const reach = (page: Page) => page.locator('section[aria-label="Reach"]').getByTestId('reach');

test('a segment is built with the keyboard, seen as JSON, saved, edited and explained', async ({ owner: page, demo }) => {
  test.setTimeout(120_000);
  const since = days(90);
  const title = `Engaged VIPs ${Date.now().toString(36)}`;
  const crm = { $and: [{ tags: 'vip' }, { lastEmailOpenedAt: { $gte: `${since}T00:00:00Z` } }] };
  const vips = await reachOf(page, demo, { tags: 'vip' });
  const engaged = await reachOf(page, demo, crm);
  expect(engaged).toBeGreaterThan(0);
  expect(engaged).toBeLessThan(vips);

  await page.goto('/overview/segments');
  await page.getByRole('link', { name: 'New segment' }).first().click();
  await expect(reach(page)).toHaveText(text(await reachOf(page, demo, {})));
  const press = (...keys: string[]) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

  // From the name on, nothing but keys.
  await page.getByLabel('Name').focus();
  await page.keyboard.type(title);
  await page.getByRole('button', { name: 'Add condition' }).focus();
  await press('Enter');
  await expect(page.getByRole('combobox', { name: 'Field' })).toBeFocused();
  await page.keyboard.type('tags');
  await press('Enter', 'Tab', 'Tab');
  await expect(page.getByRole('combobox', { name: 'Value' })).toBeFocused();
  await page.keyboard.type('vip');
  await expect(reach(page)).toHaveText(text(vips));
  await press('Escape');

  await page.getByRole('button', { name: 'Add condition' }).focus();
  await press('Enter');
  await page.keyboard.type('email opened');
  await press('Enter', 'Tab', 'Enter');
  await expect(page.getByRole('option', { name: 'is in the last' })).toBeFocused();
  await press('ArrowDown', 'ArrowDown', 'Enter');
  const operator = page.getByRole('combobox', { name: 'Operator' }).nth(1);
  await expect(operator).toHaveText('is on or after');
  await expect(operator).toBeFocused();
  await press('Tab');
  const date = page.getByLabel('Value, a day in UTC');
  await expect(date).toBeFocused();
  await expect(page.getByText('unfinished', { exact: true })).toBeVisible();
  await date.fill(since);
  await expect(reach(page)).toHaveText(text(engaged));
  await expect(page.getByLabel('The filter in plain words')).toContainText('Tags include vip');

  // A condition moves up and comes back with the keyboard.
  await press('Alt+ArrowUp');
  await expect(page.getByRole('combobox', { name: 'Field' }).first()).toHaveValue('last email opened');
  await press('Alt+ArrowDown');
  await expect(page.getByRole('combobox', { name: 'Field' }).first()).toHaveValue('tags');

  // The same filter as JSON; a mistake is marked where it is, the number stays.
  await page.getByRole('radio', { name: 'JSON' }).focus();
  await press('Space');
  const editor = page.getByRole('textbox', { name: 'Filter as JSON' });
  await expect(editor).toContainText('"lastEmailOpenedAt"');
  const write = async (value: string) => {
    await editor.focus();
    await press('ControlOrMeta+a');
    await page.keyboard.insertText(value);
  };
  await write(JSON.stringify({ datatype: 'contact', where: { $and: [{ tags: 'vip' }, { lastEmailOpenedAtt: { $gte: since } }] } }));
  await expect(page.locator('.cm-lintRange-error')).toHaveText('"lastEmailOpenedAtt"');
  await expect(page.getByLabel('Problems')).toContainText('did you mean `lastEmailOpenedAt`?');
  await expect(reach(page)).toHaveText(text(engaged));
  await expect(page.getByRole('status').filter({ hasText: 'of the last valid filter' }).first()).toBeVisible();
  // With a condition that the form has no controls for.
  const odd = { 'metadata.nothing': { $not: { $type: 'array' } } };
  await write(JSON.stringify({ datatype: 'contact', where: { $and: [...crm.$and, odd] } }));
  await expect(page.locator('.cm-lintRange-error')).toHaveCount(0);
  await expect(reach(page)).toHaveText(text(engaged));
  await page.getByRole('radio', { name: 'Visual' }).click();
  await expect(page.getByText('JSON condition')).toBeVisible();
  await page.getByRole('button', { name: 'Create segment' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();

  // As written, the odd condition included.
  const id = page.url().match(/aud_[0-9a-z]+/)?.[0] ?? '';
  const saved = await page.request.get(`/api/v1/audiences/segments/${id}`, { headers: { authorization: `Bearer ${demo.api_key}` } });
  expect(JSON.stringify(((await saved.json()) as { filter: { where: unknown } }).filter.where)).toBe(
    JSON.stringify({ $and: [...crm.$and, odd] }),
  );

  // Before an edit is saved: who joins and who leaves.
  await page.getByRole('button', { name: 'Remove this condition' }).nth(1).click();
  await expect(reach(page)).toHaveText(text(vips));
  await page.getByRole('button', { name: 'Save', exact: true }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Who joins and who leaves' });
  await expect(dialog.getByRole('region', { name: 'Who joins' })).toContainText(`+${text(vips - engaged)}`);
  await expect(dialog.getByRole('region', { name: 'Who leaves' })).toHaveText(/^0\s*leave$/);
  await expect(dialog.getByRole('region', { name: 'Who joins' }).getByRole('listitem').first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Save segment' }).click();
  await expect(page.getByText('Segment saved')).toBeVisible();

  // Why somebody is in it; then the same on the contact's page.
  await page
    .getByRole('button', { name: /^Why .* is in it$/ })
    .first()
    .click();
  const why = page.getByRole('dialog');
  await expect(why.getByText('In the audience').first()).toBeVisible();
  await expect(why.getByLabel('Clauses of the filter')).toContainText('tags include vip');
  await press('Escape');
  await page.getByRole('region', { name: 'Reach' }).getByRole('list', { name: 'Some of them' }).getByRole('link').first().click();
  await page.getByLabel('Audience', { exact: true }).fill(title.toLowerCase());
  await page.getByRole('option', { name: title }).click();
  await expect(page.getByRole('region', { name: 'Why in, why not' }).getByText('tags include vip')).toBeVisible();

  await page.goto(`/overview/segments/${id}?tab=insights`);
  await expect(page.getByText(text(vips), { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Country' })).toContainText('United States');
});

test('the JSON editor and the dialog before saving pass axe in both themes', async ({ owner: page, demo }) => {
  test.setTimeout(120_000);
  const { id } = await segment(apiOf(page.request, demo), demo);
  const loaded = () => expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.goto(`/overview/segments/${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await loaded();
  await page.getByRole('radio', { name: 'JSON' }).click();
  await expect(page.getByRole('textbox', { name: 'Filter as JSON' })).toBeVisible();
  await expectNoViolations(page, 'JSON editor');
  await page.getByRole('button', { name: 'Freeze again' }).click();
  await expect(page.getByRole('dialog').getByText('join', { exact: true })).toBeVisible();
  await loaded();
  await expectNoViolations(page, 'save dialog');
});
