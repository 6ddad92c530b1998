import { normaliseEmail, normalisePhone } from './address';
import type { UploadColumn, UploadField } from './custom';
import { AppError } from './errors';
import { trimText } from './text';

/** SHA-256 in hexadecimal, either case. */
export const isSha256 = (text: string): boolean => /^[0-9a-fA-F]{64}$/.test(text);
export const isAddressLike = (text: string): boolean => isSha256(text) || looksLikeEmail(text) || looksLikePhone(text);
const looksLikeEmail = (text: string) => text.includes('@') && normaliseEmail(text).ok !== undefined;
const looksLikePhone = (text: string, country?: string) =>
  /\d{6}/.test(text.replace(/\D/g, '')) && normalisePhone(text, country).ok !== undefined;

const hints: [UploadField, RegExp][] = [
  ['email', /^(hashed|sha ?256)? ?(e ?mail|mail|em|courriel|correo)( ?address)?( ?(sha ?256|hash|hashed))?$/],
  ['phone', /^(hashed|sha ?256)? ?((tele)?phone|mobile|cell|tel|msisdn|ph|madid)( ?(phone|number))?( ?(sha ?256|hash|hashed))?$/],
  ['first_name', /^(first ?name|given ?name|fn|forename)$/],
  ['last_name', /^(last ?name|family ?name|surname|ln)$/],
  ['name', /^((full|display|customer) ?)?name$/],
  ['country', /^country( ?code)?$/],
  ['external_id', /^((external|extern|customer|user|client|crm) ?id|id)$/],
];
const fold = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_.-]+/g, ' ');

type Options = { given?: Record<string, UploadField> | undefined; country?: string | undefined; allowed: readonly UploadField[] };

/**
 * What each column of an upload holds: as given, else by its name, else by its cells (most of the first hundred decide). A column of bare
 * hashes counts as emails; a hash is compared with emails and phones alike, so that is only its label.
 * @param options allowed: fields that this kind of audience can use; a column of another becomes `skip`
 * @throws AppError 422 `unknown_column`, `duplicate_target`, `no_key_column`
 */
export function uploadColumns(header: string[], hasHeader: boolean, cells: string[][], options: Options): UploadColumn[] {
  for (const name of Object.keys(options.given ?? {}))
    if (!header.some((h) => fold(h) === fold(name))) throw refused('unknown_column', `The file has no column “${name}”.`);
  const columns = guessColumns(header, hasHeader, cells, options);
  const held: UploadField[] = columns.map((column) => column.becomes).filter((field) => field !== 'skip');
  const twice = held.find((field, i) => held.indexOf(field) !== i);
  if (twice) throw refused('duplicate_target', `Two columns hold the ${twice.replace('_', ' ')}.`);
  const has = (field: UploadField) => held.includes(field);
  const named = (has('name') || has('last_name')) && has('country');
  if (!has('email') && !has('phone') && !has('external_id') && !(named && options.allowed.includes('name')))
    throw refused(
      'no_key_column',
      options.allowed.includes('name')
        ? 'No column holds emails, phone numbers, external ids, or names with countries. Say which column is what.'
        : 'No column holds emails, phone numbers or SHA-256 hashes of them. Say which column is what.',
    );
  return columns;
}

/** The same without a judgement, to be shown to who must decide. What is given comes before what is guessed. */
export function guessColumns(header: string[], hasHeader: boolean, cells: string[][], options: Options): UploadColumn[] {
  const given = new Map(Object.entries(options.given ?? {}).map(([name, field]) => [fold(name), field]));
  const columns = header.map((name, i): UploadColumn => {
    const values = cells
      .slice(0, 100)
      .map((row) => trimText(row[i] ?? ''))
      .filter(Boolean);
    const hashed = cells.reduce((n, row) => n + (isSha256(trimText(row[i] ?? '')) ? 1 : 0), 0);
    const told = given.get(fold(name));
    if (told) return { name, becomes: told, hashed, by: 'given' };
    const hinted = hasHeader ? hints.find(([, pattern]) => pattern.test(fold(name)))?.[0] : undefined;
    if (hinted) return { name, becomes: options.allowed.includes(hinted) ? hinted : 'skip', hashed, by: 'header' };
    return { name, becomes: byCells(values, options.country), hashed, by: 'cells' };
  });
  const seen = new Set<UploadField>(given.values());
  for (const column of columns) {
    if (column.becomes === 'skip' || column.by === 'given') continue;
    if (seen.has(column.becomes))
      column.becomes = 'skip'; // the first one that looks like it has it
    else seen.add(column.becomes);
  }
  return columns;
}

function byCells(values: string[], country?: string): UploadField {
  const most = (test: (value: string) => boolean) => values.length > 0 && values.filter(test).length * 2 > values.length;
  if (most((value) => isSha256(value) || looksLikeEmail(value))) return 'email';
  if (most((value) => looksLikePhone(value, country))) return 'phone';
  return 'skip';
}

const refused = (code: string, message: string) => new AppError('validation_failed', message, [{ path: ['columns'], code, message }]);
