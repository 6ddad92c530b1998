import type { AdPlatform } from '@/contracts/ads';
import { AdsError } from './ads-error';

export type Answer = { status: number; headers: Headers; body: unknown };
type Request = {
  method: 'GET' | 'POST' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  json?: unknown;
  form?: Record<string, string>;
};

const TIMEOUT_MS = 60_000;

/**
 * One call to a platform, whatever it answers. @throws AdsError platform_unavailable when there was no answer. Nothing of the request is
 * put into the error: it carries tokens.
 */
export async function callPlatform(platform: AdPlatform, { method, url, headers, json, form }: Request): Promise<Answer> {
  const body = json !== undefined ? JSON.stringify(json) : form && new URLSearchParams(form).toString();
  const type = json !== undefined ? 'application/json' : 'application/x-www-form-urlencoded';
  try {
    const response = await fetch(url, {
      method,
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': type }), ...headers },
      body,
      redirect: 'manual', // followed, a POST could become a GET, and a token go elsewhere
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parse(text) };
  } catch (error) {
    const { cause, name } = error as Error & { cause?: { code?: string } };
    throw new AdsError(
      platform,
      'platform_unavailable',
      cause?.code ?? (name === 'TimeoutError' ? 'no answer within a minute' : 'no answer'),
    );
  }
}

function parse(text: string): unknown {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy's HTML page: the status says what there is to know
  }
}

/** A value inside an answer, by its path; undefined when there is none. */
export function at(body: unknown, ...path: (string | number)[]): unknown {
  let value = body;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}
export const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');

/** Retry-After as RFC 9110 has it, seconds or a date, at most a day ahead; else `fallbackSeconds` from now. */
export function retryAfter(headers: Headers, fallbackSeconds: number): Date {
  const given = headers.get('retry-after');
  const ms = given === null ? Number.NaN : /^\d+$/.test(given) ? Number(given) * 1_000 : Date.parse(given) - Date.now();
  const wait = Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 86_400_000) : fallbackSeconds * 1_000;
  return new Date(Date.now() + wait);
}
