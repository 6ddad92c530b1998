import type { ElemMatch, FieldRef, Operand, Test, TypeName } from '../ast';
import type { Catalogue } from '../catalogue';
import { moment, when } from './dates';
import { list, literal, plural } from './words';

/** How to speak of a field: with a verb for what people do, else "its name is ...". */
interface Voice {
  name: string;
  many: boolean;
  /** Past tense and negation of an action: ['opened an email', 'never opened an email']. */
  action: readonly [string, string] | null;
  isDate: boolean;
}

const actions: Record<string, readonly [string, string]> = {
  createdAt: ['was added', 'was never added'],
  updatedAt: ['was changed', 'was never changed'],
  lastEmailSentAt: ['was last sent an email', 'was never sent an email'],
  lastEmailOpenedAt: ['opened an email', 'never opened an email'],
  lastEmailClickedAt: ['clicked in an email', 'never clicked in an email'],
};

export function voiceOf(field: FieldRef, catalogue: Catalogue): Voice {
  if (field.source === 'json') return { name: field.path.join(' → '), many: false, action: null, isDate: false };
  const known = catalogue.fields.find((f) => f.name === field.name);
  const action = catalogue.datatype === 'contact' && Object.hasOwn(actions, field.name) ? (actions[field.name] ?? null) : null;
  return { name: known?.label ?? field.name, many: field.type === 'texts', action, isDate: field.type === 'date' };
}

type DescribeElement = (match: ElemMatch) => string;

/** One operator on one field, as a clause. */
export function describeTest(test: Test, voice: Voice, element: DescribeElement): string {
  const { name, many } = voice;
  switch (test.op) {
    case 'eq':
      return equality([test.operand], voice, false);
    case 'ne':
      return equality([test.operand], voice, true);
    case 'in':
      return test.operands.length === 0 ? `${name} ${many ? 'include' : 'is'} one of nothing` : equality(test.operands, voice, false);
    case 'nin':
      return test.operands.length === 0 ? `${name} ${many ? 'are' : 'is'} anything` : equality(test.operands, voice, true);
    case 'not':
      return `not (${test.tests.map((inner) => describeTest(inner, voice, element)).join(' and ')})`;
    case 'exists':
      if (voice.action) return test.value ? `has a date for “${name}”` : voice.action[1];
      return test.value ? `has ${article(voice)}` : `has no ${name}`;
    case 'type':
      return `${name} ${many ? 'are' : 'is'} ${list(
        test.types.map((type) => typeWords[type]),
        'or',
      )}`;
    case 'all':
      return describeAll(test, voice, element);
    case 'elemMatch':
      return `${many ? 'one of the' : 'an entry of'} ${name} ${element(test.match)}`;
    case 'size':
      if (many) return test.size === 0 ? `has no ${name}` : `has exactly ${plural(test.size, name.replace(/s$/, ''))}`;
      return `${name} has exactly ${plural(test.size, 'entry', 'entries')}`;
    case 'mod':
      return `${name} divided by ${literal(test.divisor)} leaves ${literal(test.remainder)}`;
    case 'regex':
      return `${many ? `one of the ${name} matches` : `${name} matches`} /${test.pattern}/${test.options ?? ''}`;
    default:
      return order(test.op, test.operand, voice);
  }
}

function equality(operands: Operand[], voice: Voice, negated: boolean): string {
  const { name, many, action } = voice;
  const [only] = operands;
  if (operands.length === 1 && only?.kind === 'value' && only.value === null) {
    if (action) return negated ? `has a date for “${name}”` : action[1];
    return negated ? `has ${article(voice)}` : `has no ${name}`;
  }
  const words = list(operands.map(moment), 'or');
  if (action) return `${negated ? `not “${name}”` : `“${name}”`} at ${words} exactly`;
  if (many) return negated ? `${name} do not include ${words}` : `${name} include ${words}`;
  return negated ? `${name} is not ${words}` : `${name} is ${words}`;
}

function order(op: 'gt' | 'gte' | 'lt' | 'lte', operand: Operand, voice: Voice): string {
  const { name, many, action } = voice;
  if (operand.kind !== 'value') {
    if (!action) return `${name} is ${when(op, operand)}`;
    const latest = (op === 'lt' || op === 'lte') && name.startsWith('last ') && !action[0].includes('last');
    return `${latest ? 'last ' : ''}${action[0]} ${when(op, operand)}`;
  }
  if (operand.value === null)
    return op === 'gte' || op === 'lte' ? equality([operand], voice, false) : `${name} is ${op === 'gt' ? 'above' : 'below'} nothing`;
  const number = typeof operand.value === 'number';
  const words = number
    ? { gt: 'more than', gte: 'at least', lt: 'less than', lte: 'at most' }[op]
    : { gt: 'after', gte: 'at or after', lt: 'before', lte: 'at or before' }[op];
  return `${many ? `one of the ${name}` : name} is ${words} ${literal(operand.value)}`;
}

function describeAll(test: Test & { op: 'all' }, voice: Voice, element: DescribeElement): string {
  const values = test.members.flatMap((m) => (m.kind === 'operand' ? [moment(m.operand)] : []));
  const parts =
    values.length > 0 || test.members.length === 0 ? [`${voice.name} include${voice.many ? '' : 's'} ${list(values, 'and')}`] : [];
  for (const m of test.members) if (m.kind === 'elemMatch') parts.push(describeTest({ op: 'elemMatch', match: m.match }, voice, element));
  return parts.join(' and ');
}

const article = (voice: Voice): string => {
  if (voice.many) return voice.name;
  return `${/^[aeio]/i.test(voice.name) ? 'an' : 'a'} ${voice.name}`;
};

const typeWords: Record<TypeName, string> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  object: 'an object',
  array: 'a list',
  bool: 'true or false',
  date: 'a date',
  null: 'null',
};
