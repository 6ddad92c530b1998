/*
 * While Markdown and React work, each variable of a template is one private-use character: neither takes it for markup, escapes it,
 * splits it or upper-cases it. Afterwards it is put back as written.
 */
const first = 0xe000;
const last = 0xefff;
const reserved = /[\ue000-\uefff]/g;

/** Distinct variables (with their fallbacks) that one template can hold. */
const maxVariables = last - first + 1;

export const leadsWithVariable = (s: string) => /^[\ue000-\uefff]/.test(s);

/** Returns the hiding of variables in any number of strings, and its reverse. Private-use characters of the author are dropped. */
export function placeholders(pattern: RegExp) {
  const seen = new Map<string, string>();
  const written: string[] = [];
  return {
    hide: (source: string): string =>
      source.replace(reserved, '').replace(pattern, (variable) => {
        let char = seen.get(variable);
        if (!char) {
          if (written.length >= maxVariables) throw new RangeError(`more than ${maxVariables} different variables`);
          char = String.fromCharCode(first + written.length);
          seen.set(variable, char);
          written.push(variable);
        }
        return char;
      }),
    show: (rendered: string): string => rendered.replace(reserved, (char) => written[char.charCodeAt(0) - first] ?? ''),
  };
}
