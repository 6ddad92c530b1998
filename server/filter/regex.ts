import { parseRegex } from '@/filter/regex/parse';
import { toPostgres } from '@/filter/regex/to-postgres';

/** The pattern to give to PostgreSQL's `~`. */
export function postgresPattern(pattern: string, options: string | null): string {
  const result = parseRegex(pattern, options);
  if ('problem' in result) throw new Error(`a pattern that was never accepted: ${result.problem}`);
  return toPostgres(result.node);
}
