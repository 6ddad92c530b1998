import { startFollower } from '@/server/jobs/follower';

/* The follower of membership as a process: tells its parent that it follows, and ends with it. */

const follower = await startFollower(process.argv[2] ?? '', (message, detail) => console.error(message, detail));
process.send?.('following');
process.on('disconnect', () => void follower.stop().then(() => process.exit(0)));
