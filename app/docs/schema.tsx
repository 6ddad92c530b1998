import type { Schema } from '@/server/rest/openapi';

type Named = Record<string, Schema>;
const prefix = '#/components/schemas/';

/** The fields of an object, one row each; named schemas are links to their own place, others unfold in place. */
export function Fields({ schema, named, depth = 0 }: { schema: Schema; named: Named; depth?: number }) {
  const found = resolve(schema, named);
  const properties = Object.entries((found.properties ?? {}) as Named);
  const required = (found.required ?? []) as string[];
  if (properties.length === 0) return <p className="text-ink-3">{typeOf(found)}</p>;
  return (
    <ul className={depth ? 'mt-2 border-l border-line pl-4' : 'divide-y divide-line'}>
      {properties.map(([name, field]) => {
        const inner = innerObject(field);
        return (
          <li key={name} className="py-2">
            <div className="flex flex-wrap items-baseline gap-x-2">
              <code className="font-mono text-xs font-semibold text-ink">{name}</code>
              <TypeName schema={field} />
              {required.includes(name) && <span className="text-2xs text-warn">required</span>}
            </div>
            <Notes schema={field} />
            {inner && depth < 3 && <Fields schema={inner} named={named} depth={depth + 1} />}
          </li>
        );
      })}
    </ul>
  );
}

function TypeName({ schema }: { schema: Schema }) {
  const link = refOf(schema) ?? refOf((schema.items ?? {}) as Schema);
  const list = schema.type === 'array' ? 'list of ' : '';
  if (link) {
    return (
      <a href={`#schema-${link}`} className="text-xs text-accent hover:underline">
        {list}
        {link}
      </a>
    );
  }
  return <span className="text-xs text-ink-3">{typeOf(schema)}</span>;
}

function Notes({ schema }: { schema: Schema }) {
  const notes = [schema.description, ...limitsOf(schema)].filter(Boolean).map(String);
  return notes.length ? <p className="mt-0.5 text-xs text-ink-2">{notes.join(' · ')}</p> : null;
}

function limitsOf(schema: Schema): string[] {
  const values = (schema.enum ?? []) as unknown[];
  return [
    values.length ? values.map((v) => JSON.stringify(v)).join(', ') : '',
    schema.default !== undefined ? `default ${JSON.stringify(schema.default)}` : '',
    schema.minimum !== undefined || schema.maximum !== undefined ? `${schema.minimum ?? '…'} to ${schema.maximum ?? '…'}` : '',
    schema.minItems !== undefined || schema.maxItems !== undefined
      ? `${schema.minItems ?? 0} to ${schema.maxItems ?? 'any number of'} items`
      : '',
    schema.maxLength !== undefined ? `at most ${schema.maxLength} characters` : '',
    schema.example !== undefined ? `for example ${JSON.stringify(schema.example)}` : '',
  ].filter(Boolean);
}

const refOf = (schema: Schema): string | null =>
  typeof schema.$ref === 'string' && schema.$ref.startsWith(prefix) ? schema.$ref.slice(prefix.length) : null;

const resolve = (schema: Schema, named: Named): Schema => named[refOf(schema) ?? ''] ?? schema;

/** The object to unfold below a field: itself, or what its list holds; null for a named one, which has its own place. */
function innerObject(schema: Schema): Schema | null {
  const item = (schema.type === 'array' ? schema.items : schema) as Schema;
  return item?.properties ? item : null;
}

export function typeOf(schema: Schema): string {
  const ref = refOf(schema);
  if (ref) return ref;
  const any = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  if (any) return [...new Set(any.map(typeOf))].join(' or ');
  if (schema.type === 'array') return `list of ${typeOf((schema.items ?? {}) as Schema)}`;
  if (Array.isArray(schema.type)) return schema.type.join(' or ');
  if (schema.format) return `${schema.format}`;
  return typeof schema.type === 'string' ? schema.type : 'any value';
}
