import { startEmbeddedPostgres } from '@/server/db/embedded/start';

// A process of its own that starts the server on the folder it is given, says so, and stops it when its input ends.
const dataDir = process.argv[2];
if (!dataDir) throw new Error('usage: starter.ts FOLDER');
const server = await startEmbeddedPostgres({ dataDir, log: () => {}, durable: false });
console.log(server.url);
process.stdin.resume().on('end', () => {
  void server.stop().then(() => process.exit(0));
});
