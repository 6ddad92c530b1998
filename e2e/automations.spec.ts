import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { expectNoViolations } from './violations';

/** For who looks: SHOTS=folder keeps pictures in both themes. */
async function shoot(page: Page, name: string) {
  if (!process.env.SHOTS) return;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: `${process.env.SHOTS}/${name}-${colorScheme}.png` });
  }
}

test('enters a segment → wait → send → branch: built, tested, activated, and seen in the run and the mailbox', async ({
  owner: page,
  demo,
}) => {
  test.setTimeout(180_000);
  const stamp = Date.now().toString(36);
  const tag = `journey-${stamp}`;
  const api = async (method: 'get' | 'post' | 'patch', path: string, data?: unknown) => {
    const answer = await page.request[method](`/api/v1${path}`, {
      headers: { authorization: `Bearer ${demo.api_key}` },
      ...(data ? { data } : {}),
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    return answer.json();
  };
  const segment = await api('post', '/audiences/segments', {
    name: `VIPs ${stamp}`,
    type: 'dynamic',
    filter: { datatype: 'contact', where: { tags: tag } },
  });
  const email = `${tag}@example.com`;
  const contact = await api('post', '/contacts', { email, name: 'Journey', country: 'NP', tags: ['vip'] });

  await page.goto('/overview/automations');
  await expectNoViolations(page, 'list');
  await page.getByRole('link', { name: 'New automation' }).first().click();
  await page.getByLabel('Name', { exact: true }).first().fill(`Welcome ${stamp}`);
  await page.getByRole('combobox', { name: 'Audience' }).fill(segment.name);
  await page.getByRole('option', { name: new RegExp(segment.name) }).click();
  const steps = page.getByRole('region', { name: 'Steps' });
  await expect(steps.getByText(`A contact enters ${segment.name}`)).toBeVisible();

  // by keyboard: the menu of the plus sign, its first letter, Enter
  const add = async (where: string | RegExp, what: RegExp) => {
    await steps.getByRole('button', { name: where }).focus();
    await page.keyboard.press('Enter');
    const item = page.getByRole('menuitem', { name: what });
    await item.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menu')).toBeHidden();
  };
  await add('Add a step to the automation', /^Wait for a while/);
  await add('Add a step after wait-1', /^Send/);
  await expect(steps.getByText('choose a template').first()).toBeVisible(); // the problem stands at its step
  await page.getByRole('combobox', { name: 'Template' }).fill('Weekly');
  await page
    .getByRole('option', { name: /Weekly/ })
    .first()
    .click();
  await page.getByRole('textbox', { name: 'From', exact: true }).fill('hello@example.com');
  await add('Add a step after send-1', /^Branch/);
  await expect(steps.getByText('none of its ways has a step')).toBeVisible();
  await page.getByRole('button', { name: 'Edit the filter' }).click();
  await page.getByRole('button', { name: 'Add condition' }).click();
  await page.getByRole('combobox', { name: 'Field' }).fill('country');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Value' }).fill('NP');
  await page.keyboard.press('Enter');
  await shoot(page, 'filter');
  await expectNoViolations(page, 'filter');
  await page.getByRole('button', { name: 'Done' }).click();
  await add('Add a step to Yes of branch-1', /^Add a tag/);
  await page.getByLabel('Tag', { exact: true }).fill(`np-${stamp}`);
  await add('Add a step to No of branch-1', /^End here/);

  // the same definition as JSON: a wait that a test can wait for
  await page.getByRole('radio', { name: 'JSON' }).first().click();
  const editor = page.getByRole('textbox', { name: 'Automation as JSON' });
  await expect(editor).toContainText('"country": "NP"');
  await editor.getByText('"P1D"').click();
  await page.keyboard.press('Home');
  const line = await editor.locator('.cm-activeLine').textContent();
  await page.keyboard.press('Shift+End');
  await page.keyboard.insertText((line ?? '').trimStart().replace('P1D', 'PT2S'));
  await expect(page.getByRole('list', { name: 'Problems' })).toContainText('None.');
  await page.getByRole('radio', { name: 'Flow' }).first().click();
  await expect(steps.getByText('2 seconds')).toBeVisible();
  await steps
    .getByRole('button', { name: /branch-1/ })
    .first()
    .click();
  await shoot(page, 'editor');
  await expectNoViolations(page, 'editor');

  await page.getByRole('button', { name: 'Save as a draft' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Welcome ${stamp}` })).toBeVisible();

  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page.getByRole('combobox', { name: 'Contact' }).fill(email);
  await page.getByRole('option', { name: new RegExp(email) }).click();
  await page.getByRole('button', { name: 'Try it' }).click();
  const would = page.getByRole('list', { name: 'What would happen' });
  await expect(would).toContainText(`to ${email}`);
  await expect(would).toContainText(`Adds the tag np-${stamp}`);
  await shoot(page, 'test');
  await expectNoViolations(page, 'test dialog');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Activate' }).click();
  await expect(page.getByText('Active', { exact: true }).first()).toBeVisible();
  await page.waitForTimeout(3_000); // the watch begins: who enters from then on is a change
  await api('patch', `/contacts/${contact.id}`, { tags: ['vip', tag] });

  await page.getByRole('tab', { name: 'Runs' }).click();
  await expect(page.getByRole('row', { name: new RegExp(email) })).toContainText('Completed', { timeout: 60_000 });
  await shoot(page, 'runs');
  await expectNoViolations(page, 'runs');
  await page.getByRole('link', { name: email }).click();
  const taken = page.getByRole('list', { name: 'Steps taken' });
  for (const id of ['wait-1', 'send-1', 'branch-1', 'tag-1']) await expect(taken).toContainText(id);
  await shoot(page, 'run');
  await expectNoViolations(page, 'run');

  await page.goto(`/overview/mailbox?q=${encodeURIComponent(email)}`);
  await expect(page.getByText(email).first()).toBeVisible();
  expect((await api('get', `/contacts/${contact.id}`)).tags).toContain(`np-${stamp}`);
});
