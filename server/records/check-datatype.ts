import { invalid } from '@/contracts/errors';
import { isDatatype } from '@/server/audiences/read-filter';

/** @throws 422 for a name that no record type can have */
export function checkDatatype(datatype: string): void {
  if (!isDatatype(datatype))
    throw invalid(
      ['datatype'],
      'invalid_datatype',
      'a record type is lower-case letters, digits, - and _, starts with a letter, and is not `contact`',
    );
}
