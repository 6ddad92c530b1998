import type { FieldRef, Test, Where } from '../ast';
import type { Catalogue } from '../catalogue';
import type { Issue, IssueCode, IssuePath } from '../issues';
import { limits } from '../limits';

/** What the parsers of one filter share: the issues found so far, the cost so far, and the two recursions. */
export interface Parser {
  report: Report;
  where(input: unknown, path: IssuePath, depth: number, catalogue: Catalogue): Where | null;
  /** The operators of one object, against a field (`null`: against the element of an `$elemMatch`). */
  tests(input: Record<string, unknown>, path: IssuePath, depth: number, field: FieldRef | null): Test[] | null;
}

export class Report {
  readonly issues: Issue[] = [];
  readonly warnings: Issue[] = [];
  #nodes = 0;
  #exhausted = false;

  /** Records a problem; returns null so that a parser can `return report.issue(...)`. */
  issue(path: IssuePath, code: IssueCode, message: string): null {
    if (this.issues.length < limits.issues) this.issues.push({ path, code, message });
    return null;
  }

  warn(path: IssuePath, message: string): void {
    if (this.warnings.length < limits.issues) this.warnings.push({ path, code: 'never_matches', message });
  }

  /** Counts one node; false, and an issue the first time, when there are too many. */
  node(path: IssuePath): boolean {
    if (this.#exhausted) return false;
    if (++this.#nodes <= limits.nodes) return true;
    this.#exhausted = true;
    this.issue(path, 'too_many_nodes', `a filter may have ${limits.nodes} conditions at most`);
    return false;
  }

  /** False, and an issue, when nesting passes the limit. */
  depth(path: IssuePath, depth: number): boolean {
    if (depth <= limits.depth) return true;
    this.issue(path, 'too_deep', `a filter may be nested ${limits.depth} levels deep at most`);
    return false;
  }
}

export const isOperator = (key: string): boolean => key.startsWith('$');

/** Whether an object is a set of operators and not a value: some key starts with `$`. */
export const hasOperators = (value: Record<string, unknown>): boolean => Object.keys(value).some(isOperator);
