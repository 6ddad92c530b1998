import type * as z from 'zod';
import type { Issue } from './errors';

/** What zod refused, one entry per place; an unknown key is named at its own path. */
export function issuesOf(error: Pick<z.ZodError, 'issues'>, base: (string | number)[] = []): Issue[] {
  return error.issues.flatMap((issue): Issue[] => {
    const path = [...base, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: [...path, key], code: 'unknown_field', message: `unknown field \`${key}\`` }));
    return [{ path, code: codeOf(issue), message: issue.message }];
  });
}

// zod reports a missing key as `undefined` of the wrong type.
function codeOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return issue.message.endsWith('received undefined') ? 'required' : 'invalid_type';
  return issue.code === 'custom' ? 'invalid' : issue.code;
}
