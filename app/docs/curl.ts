import type { Operation } from '@/server/rest/openapi';

/** A call that works once the key and the ids in it are real. */
export function curlOf(method: string, path: string, operation: Operation, origin: string): string {
  const lines = [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}${origin}/api/v1${path}`,
    '  -H "Authorization: Bearer $MUSTER_API_KEY"',
  ];
  if (operation.parameters.some((p) => p.name === 'Idempotency-Key')) lines.push('  -H "Idempotency-Key: $(uuidgen)"');
  const example = operation.requestBody?.content['application/json']?.example;
  if (example !== undefined) {
    lines.push('  -H "Content-Type: application/json"', `  -d '${JSON.stringify(example, null, 2).replaceAll("'", "'\\''")}'`);
  }
  return lines.join(' \\\n');
}
