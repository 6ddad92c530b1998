import type { Page } from '@playwright/test';
import { expect } from './fixtures';

/** What the mail catcher of the demo has for an address, once it is there: the link of the invitation, as a path. */
export async function invitationLink(owner: Page, email: string): Promise<string> {
  let link = '';
  await expect(async () => {
    const [mail] = (await read<{ data: { id: string }[] }>(owner, 'mailbox.list', { q: email, limit: 1 })).data;
    const { text } = await read<{ text: string }>(owner, 'mailbox.get', { id: mail?.id });
    link = /\/invitation\/[\w-]+/.exec(text)?.[0] ?? '';
    expect(link).not.toBe('');
  }).toPass({ timeout: 15_000 });
  return link;
}

async function read<T>(page: Page, procedure: string, input: unknown): Promise<T> {
  const answer = await page.request.get(`/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`);
  expect(answer.ok(), await answer.text()).toBe(true);
  return ((await answer.json()) as { result: { data: T } }).result.data;
}
