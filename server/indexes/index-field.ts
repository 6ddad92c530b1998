import { invalid } from '@/contracts/errors';
import { contactCatalogue } from '@/filter/catalogue';

/** What an index is made on: a column of contacts, or one key of their metadata. */
export type IndexField = { name: string; column: string; key: string | null };

const answered: Record<string, string> = {
  tags: 'tags have an index already',
  email: 'email has an index already',
  phone: 'phone has an index already',
  id: 'id has an index already',
};

/** Columns that change with every mail: an index on one would make each open rewrite all the others (no HOT update). */
const busy = ['updated_at', 'last_email_sent_at', 'last_email_opened_at', 'last_email_clicked_at'];

/**
 * The field of a request as something to index, or why it cannot be. Keys of metadata inside of others are not: the index on the whole
 * of metadata answers equality with them.
 */
export function indexField(name: string): IndexField | { refused: string } {
  const field = contactCatalogue.fields.find((f) => f.name === name);
  if (field) {
    const has = answered[field.column];
    if (has) return { refused: has };
    if (busy.includes(field.column)) return { refused: `${name} changes with every mail; an index on it would slow each of them down` };
    return { name, column: field.column, key: null };
  }
  const key = name.startsWith('metadata.') ? name.slice('metadata.'.length) : '';
  if (key === '' || key.includes('.'))
    return { refused: `"${name}" is no field that can be indexed: createdAt, country, …, or metadata.key` };
  return { name, column: 'metadata', key };
}

/** @throws 422 at `field` */
export function requireIndexField(name: string): IndexField {
  const field = indexField(name);
  if ('refused' in field) throw invalid(['field'], 'not_indexable', field.refused);
  return field;
}
