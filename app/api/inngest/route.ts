import { serve } from 'inngest/edge';
import { database } from '@/server/db/client';
import { env } from '@/server/env';
import { jobsClient } from '@/server/jobs/client';
import { jobFunctions } from '@/server/jobs/functions';
import { openWorld } from '@/server/jobs/open-world';

let handler: ((request: Request) => Promise<Response>) | undefined;

/** Where Inngest calls the step functions; it signs its calls, the SDK checks. With the embedded executor there is nothing here. */
async function handle(request: Request): Promise<Response> {
  if (env().JOBS !== 'inngest') return new Response('Not found', { status: 404 });
  if (!handler) {
    const client = jobsClient();
    handler = serve({ client, functions: jobFunctions(client, openWorld(env(), database())), servePath: '/api/inngest' });
  }
  return handler(request);
}

// No PATCH, OPTIONS or DELETE: the SDK has answered those with more than it should.
export { handle as GET, handle as POST, handle as PUT };
