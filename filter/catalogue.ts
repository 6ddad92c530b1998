import type { ColumnType, FieldRef } from './ast';
import { limits } from './limits';
import { closest } from './suggest';

/** A typed field: `name` is what filters write, `column` the database's name, `label` what people read. */
interface Field {
  name: string;
  column: string;
  type: ColumnType;
  label: string;
}

/** What the filters of one datatype can speak about. */
export interface Catalogue {
  datatype: string;
  /** One and many of the things selected: ['contact', 'contacts']. */
  noun: readonly [string, string];
  fields: readonly Field[];
  /** The JSON column behind every other name: `metadata.company`. With `bare`, `company` alone means the same. */
  json: { column: string; prefix: string; bare: boolean };
  /** Keys of the JSON column that were seen in the data (dotted when nested): for suggestions and warnings only. */
  keys?: readonly string[];
  /** Whether `$did` and `$inAudience` make sense here. */
  behaviour: boolean;
}

export const contactCatalogue: Catalogue = {
  datatype: 'contact',
  noun: ['contact', 'contacts'],
  fields: [
    { name: 'id', column: 'id', type: 'id', label: 'id' },
    { name: 'email', column: 'email', type: 'text', label: 'email' },
    { name: 'phone', column: 'phone', type: 'text', label: 'phone' },
    { name: 'name', column: 'name', type: 'text', label: 'name' },
    { name: 'country', column: 'country', type: 'text', label: 'country' },
    { name: 'timezone', column: 'timezone', type: 'text', label: 'time zone' },
    { name: 'language', column: 'language', type: 'text', label: 'language' },
    { name: 'tags', column: 'tags', type: 'texts', label: 'tags' },
    { name: 'createdAt', column: 'created_at', type: 'date', label: 'created' },
    { name: 'updatedAt', column: 'updated_at', type: 'date', label: 'updated' },
    { name: 'lastEmailSentAt', column: 'last_email_sent_at', type: 'date', label: 'last email sent' },
    { name: 'lastEmailOpenedAt', column: 'last_email_opened_at', type: 'date', label: 'last email opened' },
    { name: 'lastEmailClickedAt', column: 'last_email_clicked_at', type: 'date', label: 'last email clicked' },
  ],
  json: { column: 'metadata', prefix: 'metadata.', bare: false },
  behaviour: true,
};

/** What `$did.where` tests: the event's properties, by bare name or as `properties.name`. */
export const eventCatalogue: Catalogue = {
  datatype: 'event',
  noun: ['event', 'events'],
  fields: [],
  json: { column: 'properties', prefix: 'properties.', bare: true },
  behaviour: false,
};

/** A datatype of an organization's own: JSON records linked to contacts, by bare name or as `data.name`. */
export function recordCatalogue(datatype: string, keys?: readonly string[]): Catalogue {
  return {
    datatype,
    noun: [datatype, `${datatype} records`],
    fields: [
      { name: 'key', column: 'key', type: 'text', label: 'key' },
      { name: 'createdAt', column: 'created_at', type: 'date', label: 'created' },
      { name: 'updatedAt', column: 'updated_at', type: 'date', label: 'updated' },
    ],
    json: { column: 'data', prefix: 'data.', bare: true },
    keys,
    behaviour: false,
  };
}

/** The fields of one element of an `$elemMatch`: whatever its object holds. */
export const elementCatalogue: Catalogue = {
  datatype: 'element',
  noun: ['entry', 'entries'],
  fields: [],
  json: { column: '', prefix: '', bare: true },
  behaviour: false,
};

/** The field a name stands for, or why it stands for none. */
export function resolveField(catalogue: Catalogue, name: string): { field: FieldRef } | { problem: string } {
  const known = catalogue.fields.find((f) => f.name === name);
  if (known) return { field: { source: 'column', name, column: known.column, type: known.type } };

  const { prefix, bare, column } = catalogue.json;
  const prefixed = prefix !== '' && name.startsWith(prefix);
  if (!prefixed && !bare) return { problem: unknownField(catalogue, name) };
  if (name.length > limits.fieldName) return { problem: `a field name may be ${limits.fieldName} characters at most` };
  const path = (prefixed ? name.slice(prefix.length) : name).split('.');
  if (path.some((segment) => segment === '')) return { problem: `\`${name}\` has an empty part` };
  if (path.some((segment) => segment.startsWith('$'))) return { problem: `\`${name}\`: a part of a path cannot start with $` };
  if (path.length > limits.pathSegments) return { problem: `a path may have ${limits.pathSegments} parts at most` };
  return { field: { source: 'json', name, column: column === '' ? null : column, path } };
}

/** Every name a filter of this catalogue can write, JSON keys seen included. */
function fieldNames(catalogue: Catalogue): string[] {
  return [...catalogue.fields.map((f) => f.name), ...(catalogue.keys ?? []).map((key) => catalogue.json.prefix + key)];
}

function unknownField(catalogue: Catalogue, name: string): string {
  const shown = name.length > 60 ? `${name.slice(0, 60)}…` : name;
  const { prefix, column } = catalogue.json;
  const key = catalogue.keys?.find((k) => k === name);
  const near = key !== undefined ? prefix + key : closest(name, fieldNames(catalogue));
  if (near) return `unknown field \`${shown}\`; did you mean \`${near}\`?`;
  return `unknown field \`${shown}\`; a key of ${column} is written \`${prefix}${shown === '' ? 'key' : shown}\``;
}
