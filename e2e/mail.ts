import type { Page } from '@playwright/test';
import { expect } from './fixtures';

export const invitationLink = (owner: Page, email: string) => linkInMail(owner, email, 'invitation');

/** What the mail catcher of the demo has for an address, once it is there and who asks may read it: the path of its link. */
export async function linkInMail(
  reader: Page,
  email: string,
  folder: 'invitation' | 'reset-password' | 'confirm-address',
): Promise<string> {
  let link = '';
  await expect(async () => {
    const [mail] = (await read<{ data: { id: string }[] }>(reader, 'mailbox.list', { q: email, limit: 1 })).data;
    const { text } = await read<{ text: string }>(reader, 'mailbox.get', { id: mail?.id });
    link = new RegExp(`/${folder}/[\\w-]+`).exec(text)?.[0] ?? '';
    expect(link).not.toBe('');
  }).toPass({ timeout: 15_000 });
  return link;
}

/** The unsubscribe page of the newest email that has one, as a path. */
export async function unsubscribeLink(owner: Page): Promise<string> {
  const { data } = await read<{ data: { id: string; channel: string }[] }>(owner, 'mailbox.list', { limit: 20 });
  for (const { id } of data.filter(({ channel }) => channel === 'email')) {
    const { headers } = await read<{ headers: { name: string; value: string }[] }>(owner, 'mailbox.get', { id });
    const link = headers.find(({ name }) => name.toLowerCase() === 'list-unsubscribe')?.value.match(/\/u\/[\w.-]+/)?.[0];
    if (link) return link;
  }
  throw new Error('the mailbox has no email with an unsubscribe link');
}

async function read<T>(page: Page, procedure: string, input: unknown): Promise<T> {
  const answer = await page.request.get(`/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`);
  expect(answer.ok(), await answer.text()).toBe(true);
  return ((await answer.json()) as { result: { data: T } }).result.data;
}
