/** Runs once when the web server starts. With JOBS=inngest there is no worker, so this process hands the outbox to Inngest. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { env } = await import('@/server/env');
  const settings = env();
  if (settings.JOBS !== 'inngest') return;
  const [{ startRelay }, { jobsClient }] = await Promise.all([import('@/server/jobs/relay'), import('@/server/jobs/client')]);
  await startRelay(settings.DATABASE_URL, jobsClient(), (message, detail) => console.error(`[jobs] ${message}`, detail ?? ''));
}
