import { expect, test } from './fixtures';
import { expectNoViolations } from './violations';

test('history is kept: a change by the API is on the page with its cause, and on the contact', async ({ owner: page, demo }) => {
  const headers = { authorization: `Bearer ${demo.api_key}` };
  const tag = `seen-${Date.now()}`;
  const filter = { datatype: 'contact', where: { tags: tag } };
  const made = await page.request.post('/api/v1/audiences/segments', { headers, data: { name: `Segment ${tag}`, filter } });
  const { id } = (await made.json()) as { id: string };
  const added = await page.request.post('/api/v1/contacts', { headers, data: { email: `${tag}@example.com`, name: 'Somebody Seen' } });
  const contact = (await added.json()) as { id: string };

  await page.goto(`/overview/segments/${id}`);
  await page.getByRole('tab', { name: 'Activity' }).click();
  await expectNoViolations(page, 'no history');
  await page.getByRole('button', { name: 'Keep history' }).click();
  await expect(page.getByText(/Followed since .* · 0 contacts in now/)).toBeVisible({ timeout: 15_000 });
  await page.request.patch(`/api/v1/contacts/${contact.id}`, { headers, data: { tags: [tag] } });
  const row = page.getByRole('table', { name: 'Changes', exact: true }).getByRole('row', { name: /Somebody Seen/ });
  await expect(row).toContainText('entered', { timeout: 15_000 });
  await expect(row).toContainText('API key “Demo”');
  await expectNoViolations(page, 'activity');

  await page.goto(`/overview/contacts/${contact.id}`);
  await expect(page.getByRole('table', { name: 'Audiences of this contact' })).toContainText('still in');
  await expectNoViolations(page, 'contact');
});
