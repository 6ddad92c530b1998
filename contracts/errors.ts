/** The one error table: a code is what a client matches on, the status is what HTTP says. */
export const errorStatus = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  insufficient_scope: 403,
  not_found: 404,
  conflict: 409,
  idempotency_in_progress: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  validation_failed: 422,
  audience_too_large: 422,
  idempotency_key_reused: 422,
  import_too_large: 422,
  query_too_expensive: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** One thing wrong with the input: where (`['filter','where','$or',0]`), a machine code, and a sentence. */
export type Issue = { path: (string | number)[]; code: string; message: string };

/** What a domain verb throws. Adapters (REST, tRPC) map it in one place each; anything else becomes an opaque 500. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly issues: Issue[] = [],
    /** Seconds after which the caller may try again (429, 503). */
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = 'AppError';
  }
  get status(): number {
    return errorStatus[this.code];
  }
}

/** 422 naming one place. */
export const invalid = (path: (string | number)[], code: string, message: string) =>
  new AppError('validation_failed', message, [{ path, code, message }]);

/** 404 for a thing the organization does not have; another organization's id reads the same. */
export const notFound = (what: string) => new AppError('not_found', `${what} not found`);
