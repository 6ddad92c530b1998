import { AppError } from '@/contracts/errors';
import type { Filter as FilterInput } from '@/contracts/segment';
import type { Filter } from '@/filter/ast';
import { contactCatalogue, recordCatalogue } from '@/filter/catalogue';
import type { Issue } from '@/filter/issues';
import { parseFilter } from '@/filter/parse';

/** Names of record types that an organization may use: as in a path, and not the contact's own. */
export const isDatatype = (name: string): boolean => /^[a-z][a-z0-9_-]{0,63}$/.test(name) && name !== 'contact';

/**
 * The filter of a request or of a stored segment, read. A record type need not have records yet.
 * @param at where the filter stands in the input; paths of the issues start there
 * @throws 422 `validation_failed` with every issue and its JSON path
 */
export function readFilter(input: FilterInput, at: (string | number)[] = ['filter']): { filter: Filter; warnings: Issue[] } {
  const result = parseFilter(input, (datatype) => {
    if (datatype === 'contact') return contactCatalogue;
    return isDatatype(datatype) ? recordCatalogue(datatype) : undefined;
  });
  if (result.ok) return { filter: result.ast, warnings: result.warnings };
  const issues = result.issues.map((issue) => ({ ...issue, path: [...at, ...issue.path] }));
  throw new AppError('validation_failed', issues[0]?.message ?? 'the filter cannot be read', issues);
}
