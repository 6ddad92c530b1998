import type { Filter, Where } from './ast';
import { type Catalogue, contactCatalogue } from './catalogue';
import { checkInput, isPlainObject } from './check-input';
import type { Issue } from './issues';
import { type Parser, Report } from './parsers/context';
import { kindOf } from './parsers/operand';
import { parseTests, shorten } from './parsers/tests';
import { parseWhereObject } from './parsers/where';

/** What was read, with warnings about parts that can never match; or every issue found (20 at most), with its path. */
type ParseResult<T> = { ok: true; ast: T; warnings: Issue[] } | { ok: false; issues: Issue[] };

/**
 * Reads the conditions of a filter (`where`) as MongoDB would. Never throws, whatever the input, and refuses in bounded time
 * (see `limits`). Paths in the issues start at the input.
 */
export function parseWhere(input: unknown, catalogue: Catalogue = contactCatalogue): ParseResult<Where> {
  const problem = checkInput(input);
  if (problem) return { ok: false, issues: [problem] };
  return readWhere(input, [], catalogue);
}

/**
 * Reads `{"datatype": "contact", "where": {...}}`. `catalogueOf` knows the datatypes of the organization and answers
 * undefined for any other.
 */
export function parseFilter(input: unknown, catalogueOf: (datatype: string) => Catalogue | undefined = contactsOnly): ParseResult<Filter> {
  const problem = checkInput(input);
  if (problem) return { ok: false, issues: [problem] };
  if (!isPlainObject(input)) return refuse([], 'invalid_type', `a filter is {"datatype": "contact", "where": {...}}, not ${kindOf(input)}`);
  const strange = Object.keys(input).find((key) => key !== 'datatype' && key !== 'where');
  if (strange !== undefined) {
    return refuse(
      [strange],
      'unknown_key',
      `a filter has \`datatype\` and \`where\`; conditions such as \`${shorten(strange)}\` go into \`where\``,
    );
  }
  const { datatype } = input;
  if (typeof datatype !== 'string') return refuse(['datatype'], 'invalid_type', '`datatype` is required, for instance "contact"');
  if (!Object.hasOwn(input, 'where')) return refuse(['where'], 'invalid_type', '`where` is required; {} means everyone');
  const catalogue = catalogueOf(datatype);
  if (!catalogue) return refuse(['datatype'], 'unknown_datatype', `unknown datatype \`${shorten(datatype)}\``);
  const result = readWhere(input.where, ['where'], catalogue);
  if (!result.ok) return result;
  return { ...result, ast: { datatype, where: result.ast, keys: Object.keys(input) as Filter['keys'] } };
}

function readWhere(input: unknown, path: Issue['path'], catalogue: Catalogue): ParseResult<Where> {
  const report = new Report();
  const parser: Parser = {
    report,
    where: (value, at, depth, inside) => parseWhereObject(parser, value, at, depth, inside),
    tests: (value, at, depth, field) => parseTests(parser, value, at, depth, field),
  };
  const ast = parser.where(input, path, 1, catalogue);
  return ast && report.issues.length === 0 ? { ok: true, ast, warnings: report.warnings } : { ok: false, issues: report.issues };
}

const contactsOnly = (datatype: string): Catalogue | undefined => (datatype === 'contact' ? contactCatalogue : undefined);

const refuse = (path: Issue['path'], code: Issue['code'], message: string): { ok: false; issues: Issue[] } => ({
  ok: false,
  issues: [{ path, code, message }],
});
