import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, test } from 'vitest';
import DocsPage from '@/app/docs/page';
import { openApiDocument } from '@/server/rest/openapi';

let html: string;
beforeAll(() => {
  Object.assign(process.env, {
    DATABASE_URL: 'postgres://localhost/none',
    APP_URL: 'http://localhost:3000',
    MUSTER_SECRET: 'a secret for the tests, 32 bytes or more',
  });
  html = renderToStaticMarkup(<DocsPage />);
});

test('every endpoint and every schema has its place, and every link within the page leads there', () => {
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]);
  expect(new Set(ids).size).toBe(ids.length);
  const document = openApiDocument();
  for (const methods of Object.values(document.paths))
    for (const { operationId } of Object.values(methods)) expect(ids).toContain(operationId);
  for (const name of Object.keys(document.components.schemas)) expect(ids).toContain(`schema-${name}`);
  for (const [, id] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(id);
});

test('nothing is loaded from elsewhere', () => {
  expect(html).not.toMatch(/(src|href)="https?:/);
});

test('no type is left unnamed', () => {
  expect(html).not.toContain('[object Object]');
  expect(html).not.toContain('undefined');
});
