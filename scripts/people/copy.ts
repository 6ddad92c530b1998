import type { Writable } from 'node:stream';
import type postgres from 'postgres';
import { type Person, people } from './person';

const columns =
  'org_id, email, phone, name, country, timezone, language, tags, metadata, created_at, updated_at, last_email_sent_at, last_email_opened_at, last_email_clicked_at';

/**
 * Writes the first `count` made-up people as contacts of an organization that has none of them.
 * @param batch rows per COPY: each is one statement, and so one run of the triggers
 * @param progress told how many rows are in
 */
export async function copyPeople(
  sql: postgres.Sql | postgres.TransactionSql,
  orgId: string,
  count: number,
  { now = Date.now(), batch = 50_000, progress = (_rows: number) => {} } = {},
): Promise<void> {
  const source = people(count);
  for (let done = 0; done < count; done += batch) {
    const size = Math.min(batch, count - done);
    const copy = await sql.unsafe(`COPY contacts (${columns}) FROM STDIN`).writable();
    await writeRows(copy, source, size, (one) => row(orgId, one, now));
    progress(done + size);
  }
}

async function writeRows(copy: Writable, source: Generator<Person>, size: number, encode: (one: Person) => string): Promise<void> {
  const finished = new Promise<void>((resolve, reject) => copy.once('finish', resolve).once('error', reject));
  let chunk = '';
  for (let i = 0; i < size; i++) {
    const { value } = source.next() as IteratorYieldResult<Person>;
    chunk += encode(value);
    if (chunk.length < 256 * 1024 && i < size - 1) continue;
    if (!copy.write(chunk)) await Promise.race([new Promise((resolve) => copy.once('drain', resolve)), finished]);
    chunk = '';
  }
  copy.end();
  await finished;
}

// COPY's text format (PostgreSQL manual, COPY, "Text Format").
function row(orgId: string, one: Person, now: number): string {
  const ago = (ms: number | null) => (ms === null ? null : new Date(now - ms).toISOString());
  const latest = Math.min(one.createdAgo, one.clickedAgo ?? Infinity, one.openedAgo ?? Infinity);
  const cells = [
    orgId,
    one.email,
    one.phone,
    one.name,
    one.country,
    one.timezone,
    one.language,
    `{${one.tags.map((tag) => `"${tag}"`).join(',')}}`,
    JSON.stringify(one.metadata),
    ago(one.createdAgo),
    ago(latest),
    ago(one.sentAgo),
    ago(one.openedAgo),
    ago(one.clickedAgo),
  ];
  return `${cells.map((cell) => (cell === null ? '\\N' : cell.replace(/[\\\n\r\t]/g, escaped))).join('\t')}\n`;
}

const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const escaped = (char: string) => escapes[char] ?? char;
