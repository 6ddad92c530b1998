import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { Field } from '@/contracts/segment';
import { fieldHint } from '../builder/field-info';

type Tree = ReturnType<typeof syntaxTree>;
type SyntaxNode = Tree['topNode'];

const operators: [string, string][] = [
  ['$eq', 'is'],
  ['$ne', 'is not'],
  ['$in', 'is one of [...]'],
  ['$nin', 'is none of [...]'],
  ['$gt', 'greater, after'],
  ['$gte', 'at least, on or after'],
  ['$lt', 'less, before'],
  ['$lte', 'at most, on or before'],
  ['$exists', 'is known: true or false'],
  ['$regex', 'matches a pattern'],
  ['$options', 'of $regex: "i" ignores case'],
  ['$all', 'a list has all of [...]'],
  ['$size', 'a list has exactly so many entries'],
  ['$elemMatch', 'one entry of a list matches {...}'],
  ['$not', 'does not match {...}'],
  ['$type', 'is a number, string, array, ...'],
  ['$mod', '[divisor, remainder]'],
  ['$now', 'a duration from now: "-P30D"'],
];
const clauses: [string, string][] = [
  ['$and', 'all of [...]'],
  ['$or', 'any of [...]'],
  ['$nor', 'none of [...]'],
  ['$did', 'did an event: { event, count, since }'],
  ['$inAudience', 'is in another audience'],
];
const didKeys: [string, string][] = [
  ['event', 'its name'],
  ['count', 'how often: 3, or { "$gte": 3 }'],
  ['since', 'a date or { "$now": "-P90D" }'],
  ['where', "conditions on the event's properties"],
];

/** Fields, operators and the commonest values, by where the cursor stands. */
export const completeFilter =
  (fields: () => readonly Field[]) =>
  (context: CompletionContext): CompletionResult | null => {
    const node = syntaxTree(context.state).resolveInner(context.pos, -1);
    const text = (n: SyntaxNode) => context.state.sliceDoc(n.from, n.to);
    const path = pathTo(node, text);
    const word = context.matchBefore(/"[^"\n]*|[$\w.-]+/);
    const from = word?.from ?? context.pos;
    if (!word && !context.explicit) return null;
    const to = context.state.sliceDoc(context.pos, context.pos + 1) === '"' ? context.pos + 1 : context.pos;
    const options = isKey(node) ? keysAt(path, fields()) : valuesAt(path, fields());
    return options.length === 0 ? null : { from, to, options, validFor: /^"?[$\w. -]*$/ };
  };

/** In an object, and not right of a colon. */
function isKey(node: SyntaxNode): boolean {
  if (node.name === 'PropertyName' || node.name === 'Object') return true;
  if (node.name === '⚠' || node.name === '{' || node.name === ',') return node.parent?.name === 'Object';
  return false;
}

/** Names of the properties around a place, the outermost first; not the name that is being typed. */
function pathTo(node: SyntaxNode, text: (n: SyntaxNode) => string): string[] {
  const path: string[] = [];
  for (let at: SyntaxNode | null = node.name === 'PropertyName' ? (node.parent?.parent ?? null) : node; at; at = at.parent) {
    if (at.name !== 'Property') continue;
    const name = at.getChild('PropertyName');
    if (name) path.unshift(text(name).slice(1, -1));
  }
  return path;
}

const logical = ['where', '$and', '$or', '$nor'];

function keysAt(path: string[], fields: readonly Field[]): Completion[] {
  const last = path.at(-1);
  if (last === undefined) return [key('datatype', 'contact, or a record type'), key('where', 'the conditions')];
  if (last === '$did') return didKeys.map(([name, detail]) => key(name, detail));
  if (logical.includes(last) && !path.includes('$did')) {
    return [
      ...fields.map((f) => key(f.name, fieldHint(f), f.builtin ? 2 : f.frequency)),
      ...clauses.map(([name, detail]) => key(name, detail)),
    ];
  }
  return operators.map(([name, detail]) => key(name, detail));
}

function valuesAt(path: string[], fields: readonly Field[]): Completion[] {
  const last = path.at(-1);
  if (last === 'datatype') return [value('contact')];
  if (last === '$exists') return [value(true), value(false)];
  if (last === '$options') return [value('i')];
  if (last === '$now' || last === 'since') return ['-P7D', '-P30D', '-P90D', '-P1Y'].map((d) => value(d));
  if (last === '$type') return ['number', 'string', 'bool', 'array', 'object', 'date', 'null'].map((t) => value(t));
  const field = [...path].reverse().find((name) => !name.startsWith('$'));
  return (fields.find((f) => f.name === field)?.examples ?? []).map((example) => value(example));
}

const key = (name: string, detail: string, boost = 0): Completion => ({
  label: `"${name}"`,
  apply: `"${name}"`,
  detail,
  type: name.startsWith('$') ? 'keyword' : 'property',
  boost: Math.min(99, boost * 10),
});
const value = (v: unknown): Completion => ({ label: JSON.stringify(v), type: 'constant' });
