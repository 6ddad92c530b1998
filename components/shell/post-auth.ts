import { ApiError } from '../errors';

/** Calls an endpoint of better-auth (`sign-in/email`, `sign-out`, …). Throws ApiError with the server's message. */
export async function postAuth(path: string, body: Record<string, unknown>): Promise<unknown> {
  const response = await fetch(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json().catch(() => null)) as { message?: string; code?: string } | null;
  if (!response.ok) {
    throw new ApiError({
      message: answer?.message,
      code: answer?.code,
      status: response.status,
      requestId: response.headers.get('x-request-id') ?? undefined,
    });
  }
  return answer;
}
