import type { Json } from '@/filter/ast';

/** JSON with two spaces, where what fits into a line (`width` characters) stays in one: conditions read as lines. */
export function formatJson(value: Json, width = 72, indent = ''): string {
  const flat = oneLine(value);
  if (typeof value !== 'object' || value === null || indent.length + flat.length <= width) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => inner + formatJson(item, width, inner)).join(',\n')}\n${indent}]`;
  }
  const keys = Object.keys(value);
  if (keys.length === 0) return '{}';
  return `{\n${keys.map((key) => `${inner}${JSON.stringify(key)}: ${formatJson(value[key] as Json, width, inner)}`).join(',\n')}\n${indent}}`;
}

function oneLine(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  const keys = Object.keys(value);
  if (keys.length === 0) return '{}';
  return `{ ${keys.map((key) => `${JSON.stringify(key)}: ${oneLine(value[key] as Json)}`).join(', ')} }`;
}

/** The text of a whole filter: the envelope always open, its conditions below. */
export function formatFilter(filter: { [key: string]: Json }): string {
  const lines = Object.keys(filter).map((key) => `  ${JSON.stringify(key)}: ${formatJson(filter[key] as Json, 72, '  ')}`);
  return `{\n${lines.join(',\n')}\n}`;
}
