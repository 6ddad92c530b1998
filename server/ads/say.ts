import type { AdErrorCode } from '@/contracts/ads';
import { AppError } from '@/contracts/errors';
import { AdsError } from './ads-error';

/** An error that a row keeps, as the API shows it. */
export const shownError = (row: { errorCode: string | null; errorMessage: string | null }) =>
  row.errorCode ? { code: row.errorCode as AdErrorCode, message: row.errorMessage ?? '' } : null;

/** A platform's no as an answer of the API: 503 when it passes by itself, else 422 with the kind as the code of the issue. */
export function toAppError(error: unknown, path: string[]): unknown {
  if (!(error instanceof AdsError)) return error;
  const retry = error.retryAt && Math.max(1, Math.ceil((error.retryAt.getTime() - Date.now()) / 1_000));
  if (error.code === 'platform_unavailable' || error.code === 'rate_limited') return new AppError('unavailable', error.message, [], retry);
  return new AppError('validation_failed', error.message, [{ path, code: error.code, message: error.message }]);
}
