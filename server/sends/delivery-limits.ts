/* The figures of delivery, beside each other because they depend on each other. Times in milliseconds. */

/** Messages handed to a provider together: one commit before, one after. */
export const CHUNK = 10;
/** Chunks of one process with providers at once: at most CHUNK × CHUNKS_AT_ONCE messages are unknown after a crash. */
export const CHUNKS_AT_ONCE = 2;
/** How long a dead worker keeps what it held; renewed three times as often. */
export const LEASE_MS = 60_000;
/** Tries of one message that the provider keeps putting off; with the waits below, about four hours. */
export const MAX_ATTEMPTS = 8;
/** Messages due within this time are waited for inside one step; longer waits are sleeps of the function. */
export const WINDOW_MS = 2_000;
/** After this a step begins nothing new and lets the function go on with the next. */
export const STEP_MS = 20_000;

const WAITS = [30, 120, 300, 900, 1800, 3600, 7200].map((seconds) => seconds * 1000);

/** The wait after failed attempt n (from 1), up to a quarter longer so that what failed together does not come back together. */
export const backoffMs = (attempt: number, random = Math.random()) =>
  Math.round((WAITS[Math.min(attempt, WAITS.length) - 1] ?? 0) * (1 + random / 4));
