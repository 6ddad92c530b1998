import { toast } from 'sonner';
import type { Issue } from '@/contracts/errors';

export type Explained = { message: string; code: string; status: number; requestId: string | null; issues: Issue[] };

type Shape = {
  message?: string;
  code?: string;
  status?: number;
  httpStatus?: number;
  requestId?: string;
  request_id?: string;
  issues?: Issue[];
  errors?: Issue[];
};

/** A failure of the internal HTTP endpoints, with the server's own `error` object. */
export class ApiError extends Error {
  constructor(readonly data: Shape) {
    super(data.message ?? 'The server gave no reason');
  }
}

/** What any failed call says: the server's sentence, code and issues, and the request id to quote. Status 0: no answer at all. */
export function explain(error: unknown): Explained {
  const { message, data } = error as { message?: string; data?: Shape };
  const requestId = data?.requestId ?? data?.request_id ?? null;
  const status = data?.httpStatus ?? data?.status ?? 0;
  const issues = data?.issues ?? data?.errors ?? [];
  if (!data && (error instanceof TypeError || /fetch|network/i.test(message ?? ''))) {
    return { message: 'Muster did not answer. Check the connection and try again.', code: 'unreachable', status: 0, requestId, issues };
  }
  return { message: message || 'Something went wrong', code: data?.code ?? 'internal', status, requestId, issues };
}

/** A toast with the server's sentence, what is wrong where, and the request id. */
export function showError(error: unknown) {
  const { message, requestId, issues } = explain(error);
  const details = issues.filter((issue) => issue.message !== message).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const description = [...details.slice(0, 3), requestId].filter(Boolean).join('\n');
  toast.error(message, { id: message, description: description || undefined, duration: 8000 });
}

/** The first message about a field, to stand under it. */
export const issueAt = (error: unknown, path: string): string | undefined =>
  error
    ? explain(error).issues.find((issue) => issue.path.join('.') === path || issue.path.join('.').startsWith(`${path}.`))?.message
    : undefined;
