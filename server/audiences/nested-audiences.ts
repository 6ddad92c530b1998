import type { Member, Where } from '@/filter/ast';

/** Public ids of the audiences that a filter names with `$inAudience`, each once. */
export function nestedAudiences(where: Where, found = new Set<string>()): Set<string> {
  for (const member of where.members) collect(member, found);
  return found;
}

function collect(member: Member, found: Set<string>): void {
  switch (member.kind) {
    case 'inAudience':
      found.add(member.audience);
      return;
    case 'and':
    case 'or':
    case 'nor':
      for (const arm of member.arms) nestedAudiences(arm, found);
      return;
    default:
      return;
  }
}
