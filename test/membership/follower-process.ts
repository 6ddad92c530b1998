import { startFollower } from '@/server/jobs/follower';
import { hear } from './world';

// A follower on its own, for the tests that kill it.
const url = process.env.FOLLOWER_DATABASE ?? '';
await startFollower(url, (message, detail) => console.error(message, detail), [hear]);
process.stdout.write('following\n');
