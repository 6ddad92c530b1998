import { parseRegex } from '@/filter/regex/parse';
import { toPostgres } from '@/filter/regex/to-postgres';
import { positive, type RegexNode } from '@/filter/regex/tree';

/** The pattern to give to PostgreSQL's `~`. */
export const postgresPattern = (pattern: string, options: string | null): string => toPostgres(treeOf(pattern, options));

/** The code points that a text must begin with to match, where the pattern is tied to the start and says so; 16 at most. */
export function firstCharacters(pattern: string, options: string | null): number[] | undefined {
  const ranges = leading(treeOf(pattern, options), false);
  const size = ranges?.reduce((n, [from, to]) => n + to - from + 1, 0) ?? 0;
  if (!ranges || size > 16) return undefined;
  return ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
}

function treeOf(pattern: string, options: string | null): RegexNode {
  const result = parseRegex(pattern, options);
  if ('problem' in result) throw new Error(`a pattern that was never accepted: ${result.problem}`);
  return result.node;
}

/** What the first character is one of; `tied`: the node stands at the start of the text. */
function leading(node: RegexNode, tied: boolean): [number, number][] | undefined {
  switch (node.kind) {
    case 'set':
      return tied ? positive(node.set) : undefined;
    case 'sequence': {
      const at = node.items.findIndex((item) => item.kind !== 'start');
      return at < 0 ? undefined : leading(node.items[at] as RegexNode, tied || at > 0);
    }
    case 'either': {
      const branches = node.branches.map((branch) => leading(branch, tied));
      return branches.includes(undefined) ? undefined : branches.flatMap((ranges) => ranges ?? []);
    }
    case 'repeat':
      return node.min > 0 ? leading(node.item, tied) : undefined;
    default:
      return undefined;
  }
}
