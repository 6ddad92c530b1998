import { parseArgs } from 'node:util';
import { openDatabase } from '@/server/db/client';
import { joinDatabase } from './db';
import { type Found, reviewTotals } from './reports/review';

/*
 * `npm run reports -- check`: are the totals that reports add up what the ledger and its events say? Prints each difference, by
 * organization, and exits 1 when there is one. `npm run reports -- rebuild` computes them again where they differ. Muster may run meanwhile.
 */

const usage = 'npm run reports -- check|rebuild [--organization SLUG]';
const { values, positionals } = parseArgs({ allowPositionals: true, options: { organization: { type: 'string' } } });
const [verb] = positionals;
if ((verb !== 'check' && verb !== 'rebuild') || positionals.length > 1) {
  console.error(usage);
  process.exit(2);
}

const { url, done } = await joinDatabase((line) => console.log(line));
const db = openDatabase(url, { max: 1, name: 'muster reports' });
try {
  const found: Found = await reviewTotals(db, { rebuild: verb === 'rebuild', slug: values.organization }, (line) => console.log(line));
  if (found.organizations === 0 && values.organization) throw new Error(`There is no organization "${values.organization}".`);
  console.log(
    found.wrong === 0
      ? `The totals of ${found.organizations} organizations are what the ledger says.`
      : `${found.wrong} of ${found.organizations} organizations differ from the ledger.`,
  );
  process.exitCode = found.wrong === 0 ? 0 : 1;
} finally {
  await db.$client.end({ timeout: 5 });
  await done();
}
