import type { TargetingPlatform } from '@/contracts/targeting';
import { facebook } from './snapshots/facebook';
import { google } from './snapshots/google';
import { linkedin } from './snapshots/linkedin';
import { tiktok } from './snapshots/tiktok';
import { nodesOf, type Snapshot } from './tree';

export const snapshots: Record<TargetingPlatform, Snapshot> = { facebook, google, tiktok, linkedin };
export type Node = ReturnType<typeof nodesOf>[number];
const cache = new Map<string, Node[]>();

/** Every node of one of our trees of a platform, parents before children. */
export function snapshotNodes(platform: TargetingPlatform, tree: 'interests' | 'options'): readonly Node[] {
  const key = `${platform}/${tree}`;
  const nodes = cache.get(key) ?? nodesOf(snapshots[platform][tree]);
  cache.set(key, nodes);
  return nodes;
}
