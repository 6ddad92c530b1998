import { AppError } from '@/contracts/errors';

/** For a page that shows something else when it is refused what it asks for: null when nobody is signed in (401) or nothing is there (404). @throws anything else */
export function refusedAsNull(error: { cause?: unknown }): null {
  const known = error instanceof AppError ? error : error.cause;
  if (known instanceof AppError && [401, 404].includes(known.status)) return null;
  throw error;
}
