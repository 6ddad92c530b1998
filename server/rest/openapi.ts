import * as z from 'zod';
import { errorStatus } from '@/contracts/errors';
import { scopes } from '@/contracts/scopes';
import { type AnyEndpoint, isMutation } from './endpoint';
import { examples } from './examples';
import { endpoints } from './table';

export type Schema = { [key: string]: unknown };
type Parameter = { name: string; in: 'path' | 'query' | 'header'; required: boolean; description?: string; schema: Schema };
type Content = { [mediaType: string]: { schema: Schema; example?: unknown } };
export type Operation = {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security: { apiKey: string[] }[];
  'x-scope': string;
  parameters: Parameter[];
  requestBody?: { required: true; content: Content };
  responses: Record<string, { description: string; headers?: Record<string, Schema>; content?: Content } | { $ref: string }>;
};
export type OpenApi = {
  openapi: '3.1.1';
  info: Schema;
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; responses: Record<string, Schema>; securitySchemes: Schema };
};

/** The document of `/api/v1`, made from the schemas that the handlers parse with; a schema with an id becomes a component. */
export function openApiDocument(table: AnyEndpoint[] = endpoints): OpenApi {
  const schemas: Record<string, Schema> = { Error: toSchema(errorSchema, 'output', {}) };
  const paths: OpenApi['paths'] = {};
  for (const e of table) {
    const path = e.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [e.method.toLowerCase()]: operation(e, schemas) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Muster',
      version: '1',
      description: 'Audiences, contacts, templates, and sends to them: on time, once each.',
    },
    servers: [{ url: '/api/v1' }],
    tags: [...new Set([...tagOrder, ...table.map((e) => e.tag)])]
      .filter((tag) => table.some((e) => e.tag === tag))
      .map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
      responses: Object.fromEntries(Object.entries(refusals).map(([name, description]) => [name, refusal(description)])),
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', bearerFormat: 'mus_live_…', description: `An API key. Scopes: ${scopes.join(', ')}.` },
      },
    },
  };
}

/** As one reads about them; the table's order is the router's. */
const tagOrder = ['Audiences', 'Segments', 'Contacts', 'Templates', 'Sends', 'Suppressions'];

function operation(e: AnyEndpoint, schemas: Record<string, Schema>): Operation {
  const ok = e.file
    ? { description: 'OK', content: { [e.file.type]: { schema: { type: 'string' } } } }
    : e.response
      ? { description: 'OK', content: content(toSchema(e.response, 'output', schemas)) }
      : { description: 'Done; no body' };
  const mutation = isMutation(e);
  const names = [
    '400',
    '401',
    '403',
    ...(e.params ? ['404'] : []),
    ...(mutation ? ['409'] : []),
    ...(e.body || e.query ? ['422'] : []),
    '429',
    '500',
  ];
  return {
    operationId: operationId(e),
    tags: [e.tag],
    summary: e.summary,
    ...(e.description && { description: e.description.replaceAll('\n', ' ') }),
    security: [{ apiKey: [] }],
    'x-scope': e.scope,
    parameters: [...parameters(e.params, 'path'), ...parameters(e.query, 'query'), ...(mutation ? [idempotency] : [])],
    ...(e.body && {
      requestBody: {
        required: true as const,
        content: content(toSchema(e.body, 'input', schemas), e.example ?? examples[`${e.method} ${e.path}`]),
      },
    }),
    responses: { [e.status]: ok, ...Object.fromEntries(names.map((name) => [name, { $ref: `#/components/responses/${name}` }])) },
  };
}

/** `POST /audiences/:id/send` → `post_audiences_by_id_send`: stable as long as the route is. */
export const operationId = (e: Pick<AnyEndpoint, 'method' | 'path'>) =>
  `${e.method.toLowerCase()}${e.path.replace(/\/:(\w+)/g, '/by_$1').replace(/\//g, '_')}`;

const idempotency: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key and body within 24 hours answers the first answer again and does nothing',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const refusals: Record<string, string> = {
  400: 'Not JSON, or not UTF-8',
  401: 'No API key, or one that is not valid',
  403: 'The API key lacks the scope',
  404: 'The organization has no such thing',
  409: 'It exists already, or a request with this Idempotency-Key is still running',
  422: 'The input is not valid: `errors` names each place. Or the Idempotency-Key was used with another body',
  429: 'Too many requests: wait for the seconds in `Retry-After`',
  500: 'Our fault; quote the request id',
};
const refusal = (description: string) => ({ description, content: content({ $ref: '#/components/schemas/Error' }) });
const content = (schema: Schema, example?: unknown): Content => ({
  'application/json': { schema, ...(example !== undefined && { example }) },
});

const errorSchema = z.object({
  error: z.object({
    type: z.string(),
    code: z.string().meta({ description: 'What to match on', examples: Object.keys(errorStatus) }),
    message: z.string(),
    request_id: z.string(),
    errors: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), code: z.string(), message: z.string() })),
  }),
});

function parameters(schema: z.ZodType | undefined, where: 'path' | 'query'): Parameter[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = toSchema(schema, 'input', {}) as { properties?: Record<string, Schema>; required?: string[] };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema,
  }));
}

/** A zod schema as JSON Schema 2020-12, its named parts moved to `named`. The wrapper makes zod name the outermost one too. */
function toSchema(schema: z.ZodType, io: 'input' | 'output', named: Record<string, Schema>): Schema {
  const made: unknown = z.toJSONSchema(z.object({ schema }), { io, unrepresentable: 'any', override: (at) => tidy(at.jsonSchema, io) });
  const { $defs, properties } = made as { $defs?: Record<string, Schema>; properties: { schema: Schema } };
  for (const [name, found] of Object.entries($defs ?? {})) named[name] = pointToComponents({ ...found, id: undefined });
  return pointToComponents(properties.schema);
}

/** Bounds that only say "safe integer" are noise, and an answer may gain fields. */
function tidy(schema: Schema, io: 'input' | 'output'): void {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (io === 'output' && schema.additionalProperties === false) delete schema.additionalProperties;
}

const pointToComponents = (value: Schema): Schema => JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/'));
