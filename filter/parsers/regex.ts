import type { Test } from '../ast';
import type { IssuePath } from '../issues';
import { parseRegex } from '../regex/parse';
import type { Report } from './context';
import { kindOf } from './operand';

/** `$regex` with the `$options` of the same object, wherever it stands there. */
export function parseRegexTest(report: Report, object: Record<string, unknown>, path: IssuePath): Test | null {
  const pattern = object.$regex;
  const options = Object.hasOwn(object, '$options') ? object.$options : null;
  if (typeof pattern !== 'string')
    return report.issue([...path, '$regex'], 'invalid_type', `\`$regex\` takes a text, not ${kindOf(pattern)}`);
  if (options !== null && typeof options !== 'string')
    return report.issue([...path, '$options'], 'invalid_type', '`$options` takes a text');
  const result = parseRegex(pattern, options);
  if ('problem' in result) return report.issue([...path, '$regex'], 'invalid_regex', result.problem);
  return { op: 'regex', pattern, options, optionsAt: options === null ? null : Object.keys(object).indexOf('$options') };
}
