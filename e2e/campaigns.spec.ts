import type { Page } from '@playwright/test';
import { choose, type Demo, expect, figures, test } from './fixtures';
import { expectNoViolations } from './violations';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

// A second run meets new names.
const mark = Date.now().toString(36);
const settled = (page: Page) => expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);

/** An audience of `n` new people, by the API. */
async function audience(page: Page, demo: Demo, name: string, first: number, n: number): Promise<void> {
  const headers = { authorization: `Bearer ${demo.api_key}` };
  const made = await page.request.post('/api/v1/audiences', { headers, data: { name } });
  const { id } = (await made.json()) as { id: string };
  const contacts = Array.from({ length: n }, (_, i) => ({ email: `c${first + i}@${mark}.example.com`, name: `Person ${first + i}` }));
  const added = await page.request.post(`/api/v1/audiences/${id}/members`, { headers, data: { contacts } });
  expect(added.ok(), await added.text()).toBe(true);
}

/** Types a name into a picker and takes it. */
async function pick(page: Page, picker: string, name: string): Promise<void> {
  await page.getByRole('combobox', { name: picker }).fill(name);
  await page.getByRole('option', { name }).click();
  await expect(page.getByRole('list', { name: `${picker}: chosen` }).getByText(name)).toBeVisible();
}

test('an owner makes a campaign of two audiences without a third, launches, pauses, resumes and cancels it', async ({
  owner: page,
  demo,
}) => {
  test.setTimeout(180_000);
  await audience(page, demo, `Readers ${mark}`, 0, 8);
  await audience(page, demo, `Buyers ${mark}`, 6, 6);
  await audience(page, demo, `Staff ${mark}`, 11, 1);

  await test.step('who: each person once, some left out', async () => {
    await page.goto('/overview/campaigns');
    await page.getByRole('link', { name: 'New campaign' }).first().click();
    await page.getByLabel('Name').fill(`Spring ${mark}`);
    await pick(page, 'Include', `Readers ${mark}`);
    await pick(page, 'Include', `Buyers ${mark}`);
    await pick(page, 'Exclude', `Staff ${mark}`);
    await expect
      .poll(() => figures(page, 'Reach'))
      .toEqual({ included: 12, excluded: 1, suppressed: 0, 'no address': 0, 'will receive': 11 });
  });

  await test.step('what and when', async () => {
    await choose(page, 'Template', /Weekly newsletter/i);
    await page.getByLabel('From').fill('Muster <hello@example.com>');
    await page.getByRole('radio', { name: 'Recurring' }).click();
    await page.getByLabel('Time of day').fill('08:30');
    await expect(page.getByRole('region', { name: 'Next occurrences' }).getByRole('listitem')).toHaveCount(5);
    await expect(page.getByRole('region', { name: 'Next occurrences' })).toContainText('Every Monday at 08:30');
    await settled(page);
    await expectNoViolations(page, 'campaign editor');
    await page.getByRole('radio', { name: 'At launch' }).click();
    await page.getByLabel('Spread over (minutes)').fill('240');
  });

  await test.step('launch', async () => {
    await page.getByRole('button', { name: 'Launch…' }).click();
    await expect(page.getByRole('alertdialog')).toContainText('11 people will receive it');
    await page.getByRole('button', { name: 'Launch', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: `Spring ${mark}` })).toBeVisible();
    await expect.poll(async () => (await figures(page, 'Ledger'))['people reached out to']).toBe(11);
    await settled(page);
    await expectNoViolations(page, 'campaign');
  });

  await test.step('pause, resume', async () => {
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Paused');
    await page.getByRole('link', { name: 'Email', exact: true }).first().click();
    await page.waitForURL('**/overview/sends/*'); // the campaign's own heading says Paused too
    await expect(page).toHaveURL(/\/overview\/sends\//); // both pages say that they are paused
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Paused');
    await page.goBack();
    await expect(page).toHaveURL(/\/overview\/campaigns\//);
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Running');
  });

  await test.step('duplicate: the copy is a draft, and stands in the calendar once it has a time', async () => {
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Edit campaign' })).toBeVisible();
    await expect(page.getByLabel('Name')).toHaveValue(`Copy of Spring ${mark}`);
    await page.getByRole('radio', { name: 'Recurring' }).click();
    await page.getByRole('radio', { name: 'Daily' }).click();
    await page.getByRole('button', { name: 'Schedule…' }).click();
    await page.getByRole('button', { name: 'Schedule', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Scheduled');
    // The week of tomorrow: this one may be over for a daily campaign.
    const tomorrow = new Date(Date.now() + 24 * 60 * 60_000).toISOString().slice(0, 10);
    await page.goto(`/overview/campaigns/calendar?view=week&day=${tomorrow}`);
    await expect(
      page
        .getByRole('table', { name: 'Calendar' })
        .getByRole('link', { name: new RegExp(`Copy of Spring ${mark} ?, planned`) })
        .first(),
    ).toBeVisible();
    await settled(page);
    await expectNoViolations(page, 'calendar, week');
  });

  await test.step('the calendar by keyboard', async () => {
    await page.goto('/overview/campaigns/calendar?day=2027-01-31');
    await page.getByRole('button', { name: /^Sunday,? 31 January 2027/ }).focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('main').getByRole('heading', { level: 2, name: 'February 2027' })).toBeVisible();
    await expect(page.getByRole('button', { name: /^Monday,? 1 February 2027/ })).toBeFocused();
    await settled(page);
    await expectNoViolations(page, 'calendar, month');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/view=week/);
  });

  await test.step('cancel', async () => {
    await page.goto('/overview/campaigns');
    await settled(page);
    await expectNoViolations(page, 'campaigns');
    for (const name of [`Copy of Spring ${mark}`, `Spring ${mark}`]) {
      await page.goto('/overview/campaigns');
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: 'Cancel campaign…' }).click();
      await page.getByRole('button', { name: 'Cancel campaign' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Cancelled');
    }
  });
});
