import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { scopes } from '@/contracts/scopes';
import { isMutation } from '@/server/rest/endpoint';
import { examples } from '@/server/rest/examples';
import { openApiDocument, operationId } from '@/server/rest/openapi';
import { endpoints } from '@/server/rest/table';
import { v1 } from '@/server/rest/v1';
import { caller } from './call';

const document = openApiDocument();
const text = JSON.stringify(document);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

test('it is served without a key', async () => {
  const answer = await caller(v1)('GET', '/openapi.json');
  expect(answer.status).toBe(200);
  expect(answer.text).toBe(text);
  expect(document.openapi).toMatch(/^3\.1\.\d$/);
});

test('every endpoint is there once, and nothing else', () => {
  expect(operations.map((o) => `${o.method.toUpperCase()} ${o.path}`).sort()).toEqual(
    endpoints.map((e) => `${e.method} ${e.path.replace(/:(\w+)/g, '{$1}')}`).sort(),
  );
  const ids = operations.map((o) => o.operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every reference leads somewhere, every component is used', () => {
  const targets = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/([\w-]+)"/g)].map(([, kind, name]) => [kind, name] as const);
  expect(text).not.toContain('$defs');
  for (const [kind, name] of targets) expect(document.components[kind as 'schemas'], `${kind}/${name}`).toHaveProperty(name as string);
  for (const name of Object.keys(document.components.schemas))
    expect(
      targets.map(([, n]) => n),
      name,
    ).toContain(name);
});

describe.each(operations)('$method $path', ({ path, method, operation }) => {
  const e = endpoints.find((e) => operationId(e) === operation.operationId);
  test('parameters, body, answers and scope', () => {
    const inPath = operation.parameters.filter((p) => p.in === 'path');
    expect(inPath.map((p) => p.name).sort()).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort());
    expect(inPath.every((p) => p.required)).toBe(true);
    expect(operation.parameters.some((p) => p.name === 'Idempotency-Key')).toBe(e && isMutation(e));
    if (method === 'get') expect(operation.requestBody).toBeUndefined();
    const ok = Object.keys(operation.responses).filter((status) => status.startsWith('2'));
    expect(ok).toEqual([String(e?.status)]);
    for (const status of ['401', '403', '429', '500']) expect(operation.responses).toHaveProperty(status);
    expect(scopes).toContain(operation['x-scope']);
    expect(operation.summary).not.toBe('');
  });
  if (e?.body) {
    test('the example of the body is accepted', () => {
      const example = e.example ?? examples[`${e.method} ${e.path}`];
      expect(example).toBeDefined();
      expect((e.body as z.ZodType).safeParse(example)).toMatchObject({ success: true });
    });
  }
});

test('no example without an endpoint', () => {
  for (const name of Object.keys(examples)) expect(endpoints.map((e) => `${e.method} ${e.path}`)).toContain(name);
});
