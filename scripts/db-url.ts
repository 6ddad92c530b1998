import path from 'node:path';
import { joinDatabase } from './db';
import { readSettings } from './settings';
import { folderUser } from './start/kept';

/* `npm run -s db:url`: the address of the database of a running Muster, for psql, pg_dump and the like. It holds the password. */

const { DATABASE_URL, MUSTER_DATA_DIR } = readSettings();
if (!DATABASE_URL && !folderUser(path.resolve(MUSTER_DATA_DIR))) {
  console.error(`No Muster runs on ${path.resolve(MUSTER_DATA_DIR)}: start it first.`);
  process.exit(1);
}
const { url } = await joinDatabase((line) => console.error(line));
console.log(url);
