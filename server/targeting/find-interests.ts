import { platformFacts } from '@/contracts/ad-platforms';
import type { AdPlatform } from '@/contracts/ads';
import { AppError } from '@/contracts/errors';
import { type LiveInterests, searchInterests } from '@/server/ads/search-interests';
import type { AdsSettings } from '@/server/ads/settings';
import type { Ctx } from '@/server/context';
import { snapshotNodes } from './snapshot-nodes';

type Wanted = { id: string; name?: string };
const AT_ONCE = 5;

/**
 * The names of interests by their ids: those of our snapshot, and the platform's own where it can be asked. One that its list does not
 * hold is looked for by the given name, as a search finds more than the list shows.
 * @returns what is known; an id that is missing is none of the platform's
 * @throws 503 when only the platform could tell, and it does not answer
 */
export async function findInterests(
  ctx: Ctx,
  platform: AdPlatform,
  wanted: readonly Wanted[],
  settings?: AdsSettings,
): Promise<Map<string, string>> {
  const found = new Map(snapshotNodes(platform, 'interests').map((n) => [n.id, n.name]));
  const missing = () => wanted.filter((w) => !found.has(w.id));
  const learn = (live: LiveInterests) => {
    if ('interests' in live) for (const { id, name } of live.interests) found.set(id, name);
    else if (live.unasked !== null) throw cannotTell(platform, live.unasked);
    return 'interests' in live;
  };
  if (!missing().length || !learn(await searchInterests(ctx, platform, undefined, settings))) return found;
  const names = [...new Set(missing().flatMap((w) => w.name ?? []))];
  for (let i = 0; i < names.length; i += AT_ONCE) {
    const answers = await Promise.all(names.slice(i, i + AT_ONCE).map((q) => searchInterests(ctx, platform, q, settings)));
    answers.forEach(learn);
  }
  return found;
}

const cannotTell = (platform: AdPlatform, why: string) =>
  new AppError('unavailable', `${platformFacts[platform].label} could not be asked whether it knows these interests: ${why}`);
