import { randomBytes } from 'node:crypto';
import { findByAddress } from '@/server/account/address';
import { setPassword } from '@/server/account/set-password';
import { newRequestId } from '@/server/context';
import { openDatabase } from '@/server/db/client';
import { migrate } from '@/server/db/migrate';
import { joinDatabase } from './db';

/*
 * `npm run password -- somebody@example.com`: a new password for an account whose mail does not arrive, made up and printed; they change it on
 * their account's page. All their sessions end. Muster may run meanwhile.
 */

const [email, ...more] = process.argv.slice(2);
if (!email || more.length > 0) {
  console.error('npm run password -- ADDRESS');
  process.exit(2);
}

const { url, done } = await joinDatabase((line) => console.log(line));
await migrate(url);
const db = openDatabase(url, { max: 1, name: 'muster password' });
try {
  const person = await findByAddress(db, email);
  if (!person) throw new Error(`${email} has no account.`);
  const password = randomBytes(12).toString('base64url');
  const by = { type: 'job', id: 'npm run password' } as const;
  await setPassword(
    { db, now: new Date(), requestId: newRequestId() },
    { userId: person.id, password, action: 'account.password_reset', by },
  );
  console.log(`${person.email} signs in with   ${password}`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  await db.$client.end({ timeout: 5 });
  await done();
}
