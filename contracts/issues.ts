import * as z from 'zod';
import type { Issue } from './errors';

// Of a choice that was not given, zod says the options and forgets that it was missing: said as of any other kind.
z.config({
  customError: (issue) => (issue.code === 'invalid_value' && issue.input === undefined ? 'Invalid input: received undefined' : undefined),
});

/** What zod refused, one entry per place; an unknown key is named at its own path. */
export function issuesOf(error: Pick<z.ZodError, 'issues'>, base: (string | number)[] = []): Issue[] {
  return error.issues.flatMap((issue): Issue[] => {
    const path = [...base, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
    if (issue.code === 'invalid_union' && issue.errors.length) return issuesOf({ issues: nearest(issue.errors) }, path);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: [...path, key], code: 'unknown_field', message: `unknown field \`${key}\`` }));
    const code = codeOf(issue);
    return [{ path, code, message: code !== 'required' ? wordsOf(issue) : path.length ? 'is missing' : 'nothing was given' }];
  });
}

/** Of the shapes that something may have, what is wrong with the one it comes nearest to: that with the fewest strange keys, then issues. */
function nearest(shapes: z.core.$ZodIssue[][]): z.core.$ZodIssue[] {
  const strange = (issues: z.core.$ZodIssue[]) =>
    issues.reduce((n, issue) => n + (issue.code === 'unrecognized_keys' && !issue.path.length ? issue.keys.length : 0), 0);
  const [first = []] = [...shapes].sort((a, b) => strange(a) - strange(b) || a.length - b.length);
  return first;
}

// zod reports a missing key as `undefined` of the wrong type.
function codeOf(issue: z.core.$ZodIssue): string {
  if ((issue.code === 'invalid_type' || issue.code === 'invalid_value') && issue.message.endsWith('received undefined')) return 'required';
  return issue.code === 'custom' ? 'invalid' : issue.code;
}

/** zod's own sentence, but for the one that a form shows most. */
const wordsOf = (issue: z.core.$ZodIssue): string =>
  issue.code === 'too_small' && issue.origin === 'string' && issue.message.startsWith('Too small') && issue.minimum === 1
    ? 'must not be empty'
    : issue.message;
