import type { SQL } from 'drizzle-orm';
import type { Contact } from '@/contracts/contact';
import type { FieldRef, Member, Where } from '@/filter/ast';
import { describeMember } from '@/filter/describe';
import { contactDocument } from '@/filter/document';
import { fieldLeaves } from '@/filter/match';
import { type CompileEnv, compileMember } from '@/server/filter/compile';

export type FilterClause = { path: (string | number)[]; text: string; depth: number; where: SQL; field?: FieldRef };

/** A filter as a list of lines, groups before their parts, each with the SQL that decides it. */
export function filterClauses(where: Where, env: CompileEnv, path: (string | number)[] = ['filter', 'where'], depth = 0): FilterClause[] {
  return where.members.flatMap((member) => clause(member, env, path, depth));
}

function clause(member: Member, env: CompileEnv, path: (string | number)[], depth: number): FilterClause[] {
  const own = { depth, where: compileMember(member, env) };
  switch (member.kind) {
    case 'and':
    case 'or':
    case 'nor': {
      const at = [...path, `$${member.kind}`];
      const text = { and: 'all of these', or: 'at least one of these', nor: 'none of these' }[member.kind];
      return [{ path: at, text, ...own }, ...member.arms.flatMap((arm, i) => filterClauses(arm, env, [...at, i], depth + 1))];
    }
    case 'did':
      return [{ path: [...path, '$did'], text: describeMember(member), ...own }];
    case 'inAudience':
      return [{ path: [...path, '$inAudience'], text: describeMember(member), ...own }];
    case 'field':
      return [{ path: [...path, member.field.name], text: describeMember(member), ...own, field: member.field }];
  }
}

/** The value of a contact's field that a clause looked at: one value, a list when the path leads to several, null when there is none. */
export function seenIn(field: FieldRef, contact: Contact): unknown {
  const values = fieldLeaves(field, contactDocument(contact)).map((leaf) => leaf.value ?? null);
  return values.length === 1 ? values[0] : values;
}
