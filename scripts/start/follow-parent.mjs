// Loaded first into each child of `npm start`: when the parent is gone (kill -9), so is the child. What it was doing is recovered at the
// next start, exactly as after a crash of the child itself.
process.on('disconnect', () => process.exit(1));
process.channel?.unref();
