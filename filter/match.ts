import type { CompareOp, Did, ElemMatch, FieldRef, FieldTests, Json, Member, Operand, Test, TypeName, Where } from './ast';
import { equalJson, orderJson } from './compare';
import { addDuration, parseDate } from './dates';
import { candidates, type Leaf, leavesOf } from './paths';
import { compileRegex, type RegexProgram, regexTest } from './regex/match';
import { parseRegex } from './regex/parse';

/** What a filter is matched against: fields by the names filters use (dates as Date or ISO text), JSON columns by their name. */
export type Document = Readonly<Record<string, unknown>>;

interface EventDocument {
  name: string;
  properties: Json;
  occurredAt: Date;
}

/** `now` decides `$now`. The two callbacks are asked only when the filter has `$did` or `$inAudience`. */
interface MatchEnv {
  now: Date;
  events?: (name: string) => readonly EventDocument[];
  inAudience?: (audience: string) => boolean;
}

/** Whether a document satisfies a filter: MongoDB's rules (docs/filters.md lists where ours differ). */
export function matches(where: Where, doc: Document, env: MatchEnv): boolean {
  return where.members.every((member) => matchesMember(member, doc, env));
}

function matchesMember(member: Member, doc: Document, env: MatchEnv): boolean {
  switch (member.kind) {
    case 'and':
      return member.arms.every((arm) => matches(arm, doc, env));
    case 'or':
      return member.arms.some((arm) => matches(arm, doc, env));
    case 'nor':
      return !member.arms.some((arm) => matches(arm, doc, env));
    case 'field':
      return matchesField(member, doc, env);
    case 'did':
      return matchesDid(member, env);
    case 'inAudience':
      if (!env.inAudience) throw new Error('this filter needs to know about audiences');
      return env.inAudience(member.audience);
  }
}

function matchesField(member: FieldTests, doc: Document, env: MatchEnv): boolean {
  const leaves = fieldLeaves(member.field, doc);
  return member.tests.every((test) => holds(test, leaves, env));
}

/** The values a field has in a document. A typed field that is null is missing: its column makes no difference. */
export function fieldLeaves(field: FieldRef, doc: Document): Leaf[] {
  if (field.source === 'json') {
    const root = field.column === null ? doc : doc[field.column];
    return leavesOf(root as Json | undefined, field.path);
  }
  const value = doc[field.name] ?? undefined;
  if (field.type === 'date' && typeof value === 'string') return [{ value: new Date(parseDate(value) ?? Number.NaN), expand: true }];
  return [{ value: value as Leaf['value'], expand: true }];
}

/** Whether one operator holds for the values of a field. */
function holds(test: Test, leaves: Leaf[], env: MatchEnv): boolean {
  const some = (check: (value: Json | Date | undefined) => boolean) => leaves.some((leaf) => candidates(leaf).some(check));
  switch (test.op) {
    case 'ne':
      return !some((value) => compares('eq', value, test.operand, env));
    case 'in':
      return test.operands.some((operand) => some((value) => compares('eq', value, operand, env)));
    case 'nin':
      return !test.operands.some((operand) => some((value) => compares('eq', value, operand, env)));
    case 'not':
      return !test.tests.every((inner) => holds(inner, leaves, env));
    case 'exists':
      return leaves.some((leaf) => leaf.value !== undefined) === test.value;
    case 'type':
      return some((value) => test.types.some((type) => hasType(value, type)));
    case 'all':
      if (test.members.length === 0) return false;
      return test.members.every((member) =>
        member.kind === 'operand' ? some((value) => compares('eq', value, member.operand, env)) : anyElement(member.match, leaves, env),
      );
    case 'elemMatch':
      return anyElement(test.match, leaves, env);
    case 'size':
      return leaves.some((leaf) => Array.isArray(leaf.value) && leaf.value.length === test.size);
    case 'mod':
      // JavaScript's % keeps the dividend's sign, as MongoDB's does.
      return some((value) => typeof value === 'number' && Math.trunc(value) % test.divisor === test.remainder);
    case 'regex': {
      const program = regexProgram(test.pattern, test.options);
      return some((value) => typeof value === 'string' && regexTest(program, value));
    }
    default:
      return some((value) => compares(test.op, value, test.operand, env));
  }
}

function compares(op: Exclude<CompareOp, 'ne'>, value: Json | Date | undefined, operand: Operand, env: MatchEnv): boolean {
  if (operand.kind !== 'value') {
    const instant = operand.kind === 'date' ? operand.ms : addDuration(env.now, operand.duration);
    const seen = value instanceof Date ? value.getTime() : typeof value === 'string' ? parseDate(value) : null;
    return seen !== null && inOrder(op, seen - instant);
  }
  // Null and missing are one to equality, and so to the comparisons that include it.
  if (operand.value === null) return (value === null || value === undefined) && op !== 'gt' && op !== 'lt';
  if (value === undefined || value instanceof Date) return false;
  if (op === 'eq') return equalJson(value, operand.value);
  const order = orderJson(value, operand.value);
  return order !== null && inOrder(op, order);
}

/** Whether a difference satisfies an operator; never when it is not a number. */
function inOrder(op: Exclude<CompareOp, 'ne'>, difference: number): boolean {
  if (op === 'eq') return difference === 0;
  if (op === 'gt') return difference > 0;
  if (op === 'gte') return difference >= 0;
  return op === 'lt' ? difference < 0 : difference <= 0;
}

function hasType(value: Json | Date | undefined, type: TypeName): boolean {
  if (value === undefined) return false;
  if (value instanceof Date) return type === 'date';
  if (value === null) return type === 'null';
  if (Array.isArray(value)) return type === 'array';
  if (typeof value === 'number') return type === 'number' || (type === 'int' && Number.isInteger(value));
  return type === (typeof value === 'boolean' ? 'bool' : typeof value);
}

function anyElement(match: ElemMatch, leaves: Leaf[], env: MatchEnv): boolean {
  return leaves.some((leaf) => Array.isArray(leaf.value) && leaf.value.some((element) => elementMatches(match, element, env)));
}

function elementMatches(match: ElemMatch, element: Json, env: MatchEnv): boolean {
  if (match.form === 'tests') return match.tests.every((test) => holds(test, [{ value: element, expand: false }], env));
  if (typeof element !== 'object' || element === null) return false;
  // MongoDB reads an array here as an object with the keys 0, 1, 2 ...
  return matches(match.where, Array.isArray(element) ? Object.fromEntries(element.entries()) : element, env);
}

function matchesDid(did: Did, env: MatchEnv): boolean {
  if (!env.events) throw new Error('this filter needs to know about events');
  const count = env.events(did.event).filter((event) => {
    if (event.name !== did.event) return false;
    if (did.since && !compares('gte', event.occurredAt, did.since, env)) return false;
    return did.where === null || matches(did.where, { properties: event.properties }, env);
  }).length;
  return (did.count?.tests ?? [{ op: 'gte' as const, n: 1 }]).every(({ op, n }) => inOrder(op, count - n));
}

const programs = new Map<string, RegexProgram>();

function regexProgram(pattern: string, options: string | null): RegexProgram {
  const key = `${options ?? ''}/${pattern}`;
  const cached = programs.get(key);
  if (cached) return cached;
  const result = parseRegex(pattern, options);
  if ('problem' in result) throw new Error(`a pattern that was never accepted: ${result.problem}`);
  const program = compileRegex(result.node);
  if (programs.size >= 100) programs.clear();
  programs.set(key, program);
  return program;
}
