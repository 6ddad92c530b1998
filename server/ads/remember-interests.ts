import type { Interest } from './platforms/platform';

type Answer = { interests: Interest[] | null; at: Date };

const TTL_MS = 10 * 60_000;
/** Answers that are kept, of all organizations: the longest unused go first. A whole tree has some 2,000 interests, half a megabyte. */
const MOST = 100;
const kept = new Map<string, { until: number; answer: Promise<Answer> }>();

/**
 * What a platform answered an account in the last ten minutes, so that typing on, going back and paging do not ask it again; in this
 * process's memory. Two who ask the same at once share one call. An error is not kept.
 * @param ask may answer null: the platform has no such list
 */
export function rememberInterests(
  accountId: string,
  q: string | undefined,
  ask: () => Promise<Interest[] | null>,
  now = Date.now(),
): Promise<Answer> {
  const key = `${accountId} ${q ?? ''}`;
  const known = kept.get(key);
  kept.delete(key); // the order of a Map is that of setting: the longest unused is first
  if (known && known.until > now) {
    kept.set(key, known);
    return known.answer;
  }
  const answer = ask().then((interests) => ({ interests, at: new Date(now) }));
  const entry = { until: now + TTL_MS, answer };
  answer.catch(() => kept.get(key) === entry && kept.delete(key));
  kept.set(key, entry);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST) break;
    kept.delete(oldest);
  }
  return answer;
}
