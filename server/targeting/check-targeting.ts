import { platformFacts } from '@/contracts/ad-platforms';
import type { AdTargeting, AdTargetingInput } from '@/contracts/ad-targeting';
import type { AdPlatform } from '@/contracts/ads';
import { AppError, type Issue } from '@/contracts/errors';
import type { AdsSettings } from '@/server/ads/settings';
import type { Ctx } from '@/server/context';
import { findInterests } from './find-interests';
import { findLocation } from './list-locations';
import { snapshotNodes } from './snapshot-nodes';

type Wanted = { id: string; name?: string };

/**
 * A choice with the names that the lists give, each thing once. What is `kept` already stays known while the platform does not answer.
 * @throws 422 naming each id that is in none of the platform's lists, e.g. at `targeting.interests.0.id`
 */
export async function checkTargeting(
  ctx: Ctx,
  platform: AdPlatform,
  wanted: AdTargetingInput,
  kept: AdTargeting,
  settings?: AdsSettings,
): Promise<AdTargeting> {
  const keptNames = namesOf(kept.interests);
  const unsure = wanted.interests.filter((w) => !keptNames.has(w.id));
  const interests = new Map([...keptNames, ...(unsure.length ? await findInterests(ctx, platform, unsure, settings) : [])]);
  const options = namesOf([...snapshotNodes(platform, 'options'), ...kept.options]);
  const issues: Issue[] = [];
  const refuse = (path: (string | number)[], code: string, what: string, value: string) =>
    issues.push({ path: ['targeting', ...path], code, message: `"${value}" is no ${what}` });
  const named = (list: 'interests' | 'options', known: Map<string, string>) =>
    wanted[list].flatMap(({ id }: Wanted, i) => {
      const name = known.get(id);
      if (name !== undefined) return [{ id, name }];
      const [code, what] = list === 'interests' ? ['unknown_interest', 'interest'] : ['unknown_option', 'targeting option'];
      refuse([list, i, 'id'], code, `${what} of ${platformFacts[platform].label}`, id);
      return [];
    });
  const checked: AdTargeting = {
    locations: wanted.locations.flatMap(({ code }, i) => {
      const place = findLocation(code);
      if (place) return [{ code, name: place.name }];
      refuse(['locations', i, 'code'], 'unknown_location', 'ISO 3166 country or region', code);
      return [];
    }),
    languages: [...new Set(wanted.languages)],
    interests: named('interests', interests),
    options: named('options', options),
  };
  if (issues.length) throw new AppError('validation_failed', issues[0]?.message ?? '', issues);
  return {
    ...checked,
    locations: once(checked.locations, 'code'),
    interests: once(checked.interests, 'id'),
    options: once(checked.options, 'id'),
  };
}

const namesOf = (nodes: readonly { id: string; name: string }[]) => new Map(nodes.map((n) => [n.id, n.name]));
const once = <T, K extends keyof T>(items: T[], key: K): T[] => [...new Map(items.map((item) => [item[key], item])).values()];
