import { openDatabase } from '@/server/db/client';
import { closeCancelled } from '@/server/sends/close-cancelled';

/* Closes a cancelled send, as its function does, in a process that can be killed; CRASHPOINT ends it between slices. */

const { DATABASE_URL = '', SEND_ID = '' } = process.env;
const db = openDatabase(DATABASE_URL, { max: 1, name: 'doomed' });
await closeCancelled(db, SEND_ID);
await db.$client.end();
