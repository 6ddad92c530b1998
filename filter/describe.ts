import type { Did, ElemMatch, Member, Where } from './ast';
import { type Catalogue, contactCatalogue, elementCatalogue, eventCatalogue } from './catalogue';
import { when } from './wording/dates';
import { describeTest, voiceOf } from './wording/field';
import { list, literal, plural } from './wording/words';

interface DescribeOptions {
  catalogue?: Catalogue;
  /** The name of an audience, where it is known. */
  audience?: (id: string) => string | undefined;
}

/** A filter in plain English: "country is US, and tags include lead or mql". No filter: "everyone". */
export function describeWhere(where: Where, options: DescribeOptions = {}): string {
  const catalogue = options.catalogue ?? contactCatalogue;
  if (where.members.length === 0) return catalogue.datatype === 'contact' ? 'everyone' : `any ${catalogue.noun[0]}`;
  return conjunction(clauses(where, catalogue, options));
}

/** One condition, as a clause. */
export function describeMember(member: Member, options: DescribeOptions = {}): string {
  return conjunction(memberClauses(member, options.catalogue ?? contactCatalogue, options));
}

/** All must hold. `$and` inside melts into its surroundings, which it does not change. */
function clauses(where: Where, catalogue: Catalogue, options: DescribeOptions): string[] {
  return where.members.flatMap((member) => memberClauses(member, catalogue, options));
}

function memberClauses(member: Member, catalogue: Catalogue, options: DescribeOptions): string[] {
  switch (member.kind) {
    case 'and':
      return member.arms.flatMap((arm) => (arm.members.length === 0 ? [] : clauses(arm, catalogue, options)));
    case 'or':
      return member.arms.length === 1
        ? arm(member.arms[0] as Where, catalogue, options)
        : [`either ${arms(member.arms, catalogue, options, 'or')}`];
    case 'nor':
      if (member.arms.length === 1) return [`not (${describeWhere(member.arms[0] as Where, { ...options, catalogue })})`];
      return [`neither ${arms(member.arms, catalogue, options, 'nor')}`];
    case 'did':
      return [describeDid(member, options)];
    case 'inAudience':
      return [`is in ${named(options.audience?.(member.audience)) ?? member.audience}`];
    case 'field': {
      const voice = voiceOf(member.field, catalogue);
      return member.tests.map((test) => describeTest(test, voice, (match) => element(match, options)));
    }
  }
}

const arm = (where: Where, catalogue: Catalogue, options: DescribeOptions): string[] => clauses(where, catalogue, options);

/** Alternatives; one that is itself several conditions stands in brackets. */
function arms(wheres: Where[], catalogue: Catalogue, options: DescribeOptions, word: 'or' | 'nor'): string {
  return wheres
    .map((where) => {
      const parts = clauses(where, catalogue, options);
      if (parts.length === 0) return describeWhere({ members: [] }, { ...options, catalogue });
      return parts.length === 1 && !/^(either|neither) /.test(parts[0] as string) ? (parts[0] as string) : `(${conjunction(parts)})`;
    })
    .join(` ${word} `);
}

/** "a", "a and b", "a, b, and c": the last comma keeps an "or" inside a clause apart from this "and". */
function conjunction(parts: string[]): string {
  if (parts.length === 0) return 'everyone';
  if (parts.length === 1) return parts[0] as string;
  if (parts.length === 2 && !parts.some((part) => / (or|and|nor) |, /.test(part))) return parts.join(' and ');
  return `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)}`;
}

function element(match: ElemMatch, options: DescribeOptions): string {
  if (match.form === 'where')
    return match.where.members.length === 0
      ? 'is an object'
      : `where ${describeWhere(match.where, { ...options, catalogue: elementCatalogue })}`;
  const voice = { name: 'it', many: false, action: null, isDate: false };
  return `where ${match.tests.map((test) => describeTest(test, voice, (inner) => element(inner, options))).join(' and ')}`;
}

function describeDid(did: Did, options: DescribeOptions): string {
  const counts = did.count?.tests ?? [{ op: 'gte' as const, n: 1 }];
  const never = counts.some(({ op, n }) => (op === 'eq' && n === 0) || (op === 'lt' && n === 1) || (op === 'lte' && n === 0));
  const once = did.count === null || (counts.length === 1 && counts[0]?.op === 'gte' && counts[0].n === 1);
  const how = { eq: 'exactly', gt: 'more than', gte: 'at least', lt: 'fewer than', lte: 'at most' };
  const times =
    never || once
      ? ''
      : ` ${list(
          counts.map(({ op, n }) => `${how[op]} ${plural(n, 'time')}`),
          'and',
        )}`;
  const since = did.since
    ? ` ${did.since.kind === 'now' ? when('gte', did.since) : when('gte', did.since).replace('on or after', 'since')}`
    : '';
  const where =
    did.where && did.where.members.length > 0 ? ` where ${describeWhere(did.where, { ...options, catalogue: eventCatalogue })}` : '';
  return `${never ? 'did not do' : 'did'} ${literal(did.event)}${times}${since}${where}`;
}

const named = (name: string | undefined): string | undefined => (name === undefined ? undefined : `“${name}”`);
