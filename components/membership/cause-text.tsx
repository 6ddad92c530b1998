import type { Route } from 'next';
import Link from 'next/link';
import type { Cause } from '@/contracts/membership';

/** Kinds of causes in words, as they finish "by …" in sums. */
export const causeWords: Record<string, string> = {
  import: 'import',
  user: 'people in the dashboard',
  api_key: 'the API',
  send: 'a send, opens and clicks',
  engagement: 'opens and clicks',
  event: 'an event',
  definition: 'an edited filter',
  custom: 'a refreshed audience',
  automation_run: 'an automation',
  automation: 'an automation',
  recipient: 'the recipient',
  time: 'time',
  reset: 'a restored database',
  contacts: 'a changed contact',
  audience_members: 'changed members',
  contact_events: 'removed events',
  records: 'a changed record',
  record_contacts: 'a changed record',
};

const sentences: Record<string, (name: string | null) => string> = {
  import: (name) => (name ? `CSV import into “${name}”` : 'CSV import'),
  user: (name) => `Changed by ${name ?? 'a former user'}`,
  api_key: (name) => (name ? `API key “${name}”` : 'A deleted API key'),
  send: (name) => (name ? `Sent, opened or clicked: “${name}”` : 'Sent, opened or clicked'),
  engagement: () => 'Opened or clicked',
  event: (name) => `Event “${name}”`,
  definition: (name) => (name ? `The filter of “${name}” was edited` : 'The filter was edited'),
  custom: (name) => (name ? `“${name}” was refreshed` : 'The audience was refreshed'),
  automation_run: (name) => (name ? `Automation “${name}”` : 'An automation'),
  recipient: () => 'The recipient’s own choice',
  time: () => 'A date came due',
  watch: () => 'Inside when the history began',
  unwatch: () => 'The history ended',
  reset: () => 'Seen after the database was restored',
  contacts: () => 'The contact changed',
  audience_members: () => 'The members changed',
  contact_events: () => 'An event was removed',
  records: () => 'A linked record changed',
  record_contacts: () => 'A linked record changed',
};

const pages: Record<string, string> = { send: 'sends', definition: 'segments' };

/** Why, in words; with a link where the cause has a page. */
export function CauseText({ cause }: { cause: Cause }) {
  const text = sentences[cause.kind]?.(cause.name) ?? cause.kind;
  const page = pages[cause.kind];
  if (!page || !cause.id || !cause.name) return text;
  return (
    <Link href={`/overview/${page}/${cause.id}` as Route} className="relative z-1 underline decoration-line-strong underline-offset-4">
      {text}
    </Link>
  );
}
