// Loaded first into each child of `npm start`: when the parent is gone (kill -9), so is the child. What it was doing is recovered at the
// next start, exactly as after a crash of the child itself. The server that `next dev` forks inherits the flag, but waits for its own
// parent's messages: there it does nothing.
if (process.ppid === Number(process.env.MUSTER_PARENT)) {
  process.on('disconnect', () => process.exit(1));
  process.channel?.unref();
}
