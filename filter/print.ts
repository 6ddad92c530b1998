import type { AllMember, Count, ElemMatch, Filter, Json, Member, Operand, Test, Where } from './ast';

type Entry = [string, Json];

/** The filter as JSON again: `printFilter(parse(x))` is x, key order included. An AST built by hand prints to a filter of the same meaning. */
export function printFilter(filter: Filter): Json {
  const parts = { datatype: filter.datatype, where: printWhere(filter.where) };
  return object(filter.keys.map((key) => [key, parts[key]]));
}

export function printWhere(where: Where): Json {
  const entries = where.members.flatMap(splitRepeats).map(printMember);
  // Two conditions of one name cannot share an object: each gets its own, under $and.
  if (hasRepeats(entries)) return { $and: entries.map((entry) => object([entry])) };
  return object(entries);
}

/** A field tested twice by the same operator becomes two conditions on it. */
function splitRepeats(member: Member): Member[] {
  if (member.kind !== 'field' || !hasRepeats(testEntries(member.tests))) return [member];
  return member.tests.map((test) => ({ ...member, bare: false, tests: [test] }));
}

function printMember(member: Member): Entry {
  switch (member.kind) {
    case 'field': {
      const [only] = member.tests;
      if (member.bare && only?.op === 'eq') return [member.field.name, printOperand(only.operand)];
      return [member.field.name, object(testEntries(member.tests))];
    }
    case 'did': {
      const parts = {
        event: member.event,
        where: member.where && printWhere(member.where),
        count: member.count && printCount(member.count),
        since: member.since && printOperand(member.since),
      };
      return ['$did', object(member.keys.map((key) => [key, parts[key]]))];
    }
    case 'inAudience':
      return ['$inAudience', member.audience];
    default:
      return [`$${member.kind}`, member.arms.map(printWhere)];
  }
}

function testEntries(tests: Test[]): Entry[] {
  const entries: Entry[] = tests.map((test) => [`$${test.op}`, printTest(test)]);
  const regex = tests.find((test) => test.op === 'regex');
  if (regex?.options != null) entries.splice(regex.optionsAt ?? tests.indexOf(regex) + 1, 0, ['$options', regex.options]);
  return entries;
}

function printTest(test: Test): Json {
  switch (test.op) {
    case 'in':
    case 'nin':
      return test.operands.map(printOperand);
    case 'not':
      return printTests(test.tests);
    case 'exists':
    case 'type':
    case 'mod':
      return test.raw;
    case 'all':
      return test.members.map(printAllMember);
    case 'elemMatch':
      return printElemMatch(test.match);
    case 'size':
      return test.size;
    case 'regex':
      return test.pattern;
    default:
      return printOperand(test.operand);
  }
}

function printTests(tests: Test[]): Json {
  const entries = testEntries(tests);
  if (hasRepeats(entries)) throw new Error('one operator twice inside $not or $elemMatch has no JSON form');
  return object(entries);
}

const printAllMember = (member: AllMember): Json =>
  member.kind === 'operand' ? printOperand(member.operand) : { $elemMatch: printElemMatch(member.match) };

const printElemMatch = (match: ElemMatch): Json => (match.form === 'where' ? printWhere(match.where) : printTests(match.tests));

const printCount = (count: Count): Json =>
  count.bare ? (count.tests[0]?.n ?? 1) : object(count.tests.map(({ op, n }): Entry => [`$${op}`, n]));

function printOperand(operand: Operand): Json {
  if (operand.kind === 'now') return { $now: operand.duration };
  return operand.kind === 'date' ? operand.iso : operand.value;
}

const hasRepeats = (entries: Entry[]): boolean => new Set(entries.map(([key]) => key)).size < entries.length;

// fromEntries defines own properties, so that a key such as `__proto__` stays a key.
const object = (entries: Entry[]): Json => Object.fromEntries(entries);
