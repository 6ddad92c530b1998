import { keyContext } from '@/server/auth/api-key';
import { newRequestId } from '@/server/context';
import { restApp } from './app';
import { openApiDocument } from './openapi';
import { json } from './respond';
import { endpoints } from './table';

/** The public API: `/api/v1`, with API keys. The document that describes it needs none. */
export const v1 = restApp('/api/v1', endpoints, keyContext).get('/openapi.json', () =>
  json(JSON.stringify(openApiDocument()), 200, newRequestId()),
);
