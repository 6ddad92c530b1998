import { Query } from 'mingo';
import type { ElemMatch, Json, Operand, Test, Where } from '@/filter/ast';
import { addDuration } from '@/filter/dates';
import { type Document, fieldLeaves } from '@/filter/match';
import { candidates } from '@/filter/paths';
import { now } from './arbitraries';

type Plain = { [key: string]: unknown };

/** mingo's answer. Metadata moves to the top level and dates become Date, so that both sides see the same document. */
export function mingoMatches(where: Where, doc: Document): boolean {
  return mingoMatcher(where)(mingoDocument(doc));
}

export function mingoMatcher(where: Where): (doc: Plain) => boolean {
  const query = new Query(whereFor(where) as Plain);
  return (doc) => query.test(doc);
}

export function mingoDocument(doc: Document): Plain {
  const { metadata, ...columns } = doc;
  const typed = Object.entries(columns).filter(([, value]) => value !== null);
  const dated = typed.map(([name, value]) => [name, name.endsWith('At') ? new Date(value as string) : value]);
  return { ...Object.fromEntries(dated), ...(metadata as Plain) };
}

function whereFor(where: Where): Plain {
  const parts = where.members.map((member): Plain => {
    if (member.kind === 'field') return { [member.field.name.replace(/^metadata[.]/, '')]: testsFor(member.tests) };
    if (member.kind === 'did' || member.kind === 'inAudience') throw new Error('mingo knows nothing of these');
    return { [`$${member.kind}`]: member.arms.map(whereFor) };
  });
  return parts.length === 1 ? (parts[0] as Plain) : { $and: [{}, ...parts] };
}

const testsFor = (tests: Test[]): Plain => Object.assign({}, ...tests.map(testFor));

function testFor(test: Test): Plain {
  switch (test.op) {
    case 'in':
    case 'nin':
      return { [`$${test.op}`]: test.operands.map(operandFor) };
    case 'not':
      return { $not: testsFor(test.tests) };
    case 'exists':
    case 'type':
    case 'mod':
      return { [`$${test.op}`]: test.raw };
    case 'all':
      return { $all: test.members.map((m) => (m.kind === 'operand' ? operandFor(m.operand) : { $elemMatch: matchFor(m.match) })) };
    case 'elemMatch':
      return { $elemMatch: matchFor(test.match) };
    case 'size':
      return { $size: test.size };
    case 'regex':
      return { $regex: test.pattern, ...(test.options === null ? {} : { $options: test.options }) };
    default:
      return { [`$${test.op}`]: operandFor(test.operand) };
  }
}

const matchFor = (match: ElemMatch): Plain => (match.form === 'where' ? whereFor(match.where) : testsFor(match.tests));

function operandFor(operand: Operand): unknown {
  if (operand.kind === 'value') return operand.value;
  return new Date(operand.kind === 'date' ? operand.ms : addDuration(now, operand.duration));
}

/**
 * Whether mingo is known to differ from MongoDB for some leaf of this filter on this document; null: mingo can be asked.
 * Each reason is a fact about MongoDB's matcher that has its own test in mongodb.test.ts.
 */
export function mingoDiffers(where: Where, doc: Document): string | null {
  for (const member of where.members) {
    if (member.kind === 'and' || member.kind === 'or' || member.kind === 'nor') {
      for (const arm of member.arms) {
        const reason = mingoDiffers(arm, doc);
        if (reason) return reason;
      }
    } else if (member.kind === 'field') {
      const leaves = fieldLeaves(member.field, doc);
      const root = member.field.source === 'json' ? (member.field.column === null ? doc : doc[member.field.column]) : null;
      const walk = member.field.source === 'json' ? walked(root as Json, member.field.path) : { crosses: false, odd: false };
      if (walk.odd) return 'a number or a nested array on the path';
      for (const test of member.tests) {
        const reason = testDiffers(
          test,
          leaves.map((l) => l.value),
          walk.crosses,
          member.field.source === 'json' ? member.field.path.length - 1 : 0,
          leaves.flatMap(candidates),
        );
        if (reason) return reason;
      }
    }
  }
  return null;
}

/** Whether a path goes through an array, and whether through one that mingo reads in its own way. */
function walked(value: Json | undefined, path: readonly string[], at = 0): { crosses: boolean; odd: boolean } {
  const key = path[at];
  if (key === undefined || typeof value !== 'object' || value === null) return { crosses: false, odd: false };
  if (!Array.isArray(value)) return walked(Object.hasOwn(value, key) ? value[key] : undefined, path, at + 1);
  const inner = value.filter((v) => !Array.isArray(v)).map((v) => walked(v, path, at));
  return { crosses: true, odd: path.slice(at).some((part) => /^\d+$/.test(part)) || value.some(Array.isArray) || inner.some((w) => w.odd) };
}

type Value = Json | Date | undefined;

function testDiffers(test: Test, leaves: Value[], crosses: boolean, dots: number, seen: Value[]): string | null {
  const arrays = leaves.filter(Array.isArray);
  const nested = arrays.some((a) => a.some(Array.isArray));
  const holdsArray = (operands: Operand[]) => operands.some((o) => o.kind === 'value' && Array.isArray(o.value));
  const holdsNull = (operands: Operand[]) => operands.some((o) => o.kind === 'value' && o.value === null);
  const equality = (operands: Operand[], list: boolean): string | null => {
    if (crosses && holdsNull(operands)) return 'null against an element that lacks the field';
    if (crosses && (holdsArray(operands) || (list && arrays.length > 0))) return 'equality with what a path collects';
    if (list && holdsArray(operands) && arrays.length > 0) return '$in with an array';
    return nested && (dots > 0 || crosses) ? 'equality with nested arrays' : null;
  };
  switch (test.op) {
    case 'eq':
    case 'ne':
      return equality([test.operand], false);
    case 'in':
    case 'nin':
      return equality(test.operands, true);
    case 'not':
      return test.tests.map((inner) => testDiffers(inner, leaves, crosses, dots, seen)).find(Boolean) ?? null;
    case 'exists':
      return crosses ? '$exists through an array' : null;
    case 'type':
      return crosses || arrays.length > 0 ? '$type of elements' : null;
    case 'size':
      return crosses ? '$size of what a path collects' : null;
    case 'all':
      if (crosses || arrays.length < leaves.length || test.members.some((m) => m.kind === 'operand' && holdsArray([m.operand])))
        return '$all of one value';
      return (
        test.members.map((m) => (m.kind === 'elemMatch' ? elementDiffers(m.match, arrays as Json[][], crosses) : null)).find(Boolean) ??
        null
      );
    case 'elemMatch':
      return elementDiffers(test.match, arrays as Json[][], crosses);
    case 'mod':
      return seen.every((v) => v === undefined || Number.isInteger(v) || Array.isArray(v)) && !nested
        ? null
        : '$mod of what is no whole number';
    case 'regex':
      return nested || seen.some((v) => typeof v === 'string' && /[\ud800-\udfff]/.test(v))
        ? '$regex in nested arrays, or on half characters'
        : null;
    default:
      // mingo orders text by UTF-16 unit; that differs only where a surrogate is on one of the two sides.
      if (test.operand.kind === 'value' && [test.operand.value, ...seen].some((v) => typeof v === 'string' && /[\ud800-\udfff]/.test(v)))
        return 'text by code point';
      if (holdsNull([test.operand]) && (crosses || leaves.includes(undefined))) return '$gte null against a missing field';
      return crosses && arrays.length > 0 ? 'ranges on what a path collects' : null;
  }
}

function elementDiffers(match: ElemMatch, arrays: Json[][], crosses: boolean): string | null {
  const elements = arrays.flat(1) as Json[];
  if (crosses || elements.some(Array.isArray)) return '$elemMatch of what a path collects, or of nested arrays';
  for (const element of elements) {
    const object = typeof element === 'object' && element !== null;
    if (match.form === 'where' && !object) return 'fields of an element that is no object';
    const reason =
      match.form === 'where'
        ? mingoDiffers(match.where, element as Document)
        : match.tests.map((t) => testDiffers(t, [element], false, 0, [element])).find(Boolean);
    if (reason) return reason;
  }
  return null;
}
