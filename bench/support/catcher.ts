import { startCatcher } from '@/server/channels/catcher/start';

/* The catcher as a process: tells its parent where it listens, and ends with it. */

const catcher = await startCatcher({ databaseUrl: process.argv[2] ?? '' });
process.send?.({ smtpUrl: catcher.smtpUrl, smsUrl: catcher.smsUrl });
process.on('disconnect', () => void catcher.stop().then(() => process.exit(0)));
