/** Runs once when the web server starts. With JOBS=inngest there is no worker, so this process hands the outbox to Inngest and follows membership. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { env } = await import('@/server/env');
  const settings = env();
  if (settings.JOBS !== 'inngest') return;
  const [{ startRelay }, { startFollower }, { jobsClient }] = await Promise.all([
    import('@/server/jobs/relay'),
    import('@/server/jobs/follower'),
    import('@/server/jobs/client'),
  ]);
  const log = (message: string, detail?: unknown) => console.error(`[jobs] ${message}`, detail ?? '');
  await startRelay(settings.DATABASE_URL, jobsClient(), log);
  await startFollower(settings.DATABASE_URL, log);
}
