import { invalid } from '@/contracts/errors';
import { languageCodes } from '@/contracts/languages';
import { normaliseLanguage } from '@/contracts/places';
import type { InterestsQuery, OptionsQuery, Sourced, TargetingNode, TargetingPlatform } from '@/contracts/targeting';
import { timeZoneNames } from '@/contracts/time-zones';
import { searchInterests } from '@/server/ads/search-interests';
import type { AdsSettings } from '@/server/ads/settings';
import type { Ctx } from '@/server/context';
import { search, slicePage } from './search';
import { type Node, snapshotNodes, snapshots } from './snapshot-nodes';
import { treeOf } from './tree';

/**
 * Interests of a platform: a search over the whole tree, or the children of a node. The platform is asked where an account is connected;
 * else, and when it does not answer, our snapshot, which says so. @throws 422 for an unknown parent
 */
export async function listInterests(ctx: Ctx, query: InterestsQuery, settings?: AdsSettings): Promise<Sourced<TargetingNode>> {
  const live = await searchInterests(ctx, query.platform, query.q, settings, true);
  if ('interests' in live)
    return {
      ...livePage(treeOf(live.interests), query),
      source: { kind: 'platform', name: `${query.platform}, by the account ${live.account}`, as_of: live.at.toISOString() },
    };
  const kept = fromSnapshot(query.platform, 'interests', query);
  return live.unasked === null ? kept : { ...kept, source: { ...kept.source, name: `${kept.source.name} (not asked: ${live.unasked})` } };
}

/**
 * What can be targeted beside interests: of a platform, or (`muster`) the languages and time zones that a contact can have, with the
 * value that a filter compares as `id` (its last part).
 */
export async function listTargetingOptions(_ctx: Ctx, query: OptionsQuery): Promise<Sourced<TargetingNode>> {
  if (query.platform !== 'muster') return fromSnapshot(query.platform, 'options', query);
  const locale = normaliseLanguage(query.locale);
  if (!locale) throw invalid(['locale'], 'invalid_locale', `"${query.locale}" is no BCP 47 language tag`);
  const source = { kind: 'standard' as const, name: 'CLDR and the IANA time zone database', as_of: process.versions.tz ?? 'unknown' };
  return { ...page(ownOptions(locale), query), source };
}

function fromSnapshot(
  platform: TargetingPlatform,
  tree: 'interests' | 'options',
  query: { limit: number; cursor?: string; q?: string; parent?: string },
) {
  const source = { kind: 'snapshot' as const, name: `${platform}, upper levels`, as_of: snapshots[platform].asOf };
  return { ...page(snapshotNodes(platform, tree), query), source };
}

/** What a search finds is the platform's affair: it knows synonyms. */
function livePage(nodes: readonly Node[], query: InterestsQuery) {
  if (query.q === undefined) return page(nodes, query);
  const { data, next_cursor } = slicePage(
    nodes.filter((n) => n.platform_id !== null),
    query,
  );
  return { data: data.map(({ parent: _, ...node }) => node), next_cursor };
}

function page(nodes: readonly Node[], query: { limit: number; cursor?: string; q?: string; parent?: string }) {
  const { q, parent } = query;
  if (parent !== undefined && !nodes.some((n) => n.id === parent))
    throw invalid(['parent'], 'unknown_parent', `the tree has no node "${parent}"`);
  const within = nodes.filter((n) => {
    if (parent === undefined) return q !== undefined || n.parent === null;
    return q === undefined ? n.parent === parent : n.id.startsWith(`${parent}/`);
  });
  const { data, next_cursor } = slicePage(
    search(within, q, (n) => [n.name, n.id.slice(n.id.lastIndexOf('/') + 1)]),
    query,
  );
  return { data: data.map(({ parent: _, ...node }) => node), next_cursor };
}

function ownOptions(locale: string): Node[] {
  const names = new Intl.DisplayNames([locale, 'en'], { type: 'language' });
  const order = new Intl.Collator(locale);
  const languages = languageCodes
    .map((code) => ({
      id: `language/${code}`,
      name: names.of(code) ?? code,
      path: ['Language'],
      children: 0,
      platform_id: null,
      parent: 'language',
    }))
    .sort((a, b) => order.compare(a.name, b.name));
  const zones = timeZoneNames().map((zone) => {
    return { id: `timezone/${zone}`, name: zone, path: ['Time zone'], children: 0, platform_id: null, parent: 'timezone' };
  });
  const top = (id: string, name: string, children: number) => ({ id, name, path: [], children, platform_id: null, parent: null });
  return [top('language', 'Language', languages.length), ...languages, top('timezone', 'Time zone', zones.length), ...zones];
}
