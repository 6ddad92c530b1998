import { CopyButton } from '@/components/ui/copy-button';
import type { OpenApi, Operation } from '@/server/rest/openapi';
import { curlOf } from './curl';
import { Fields, typeOf } from './schema';

const colours: Record<string, string> = {
  get: 'bg-accent-soft text-accent',
  post: 'bg-good-soft text-good',
  put: 'bg-warn-soft text-warn',
  patch: 'bg-warn-soft text-warn',
  delete: 'bg-bad-soft text-bad',
};

export const MethodBadge = ({ method }: { method: string }) => (
  <span
    className={`inline-block w-14 shrink-0 rounded-sm py-px text-center font-mono text-2xs font-semibold uppercase ${colours[method] ?? ''}`}
  >
    {method}
  </span>
);

/** One endpoint: what it does on the left, a call that can be copied on the right. */
export function OperationSection({
  method,
  path,
  operation,
  document,
  origin,
}: {
  method: string;
  path: string;
  operation: Operation;
  document: OpenApi;
  origin: string;
}) {
  const body = operation.requestBody?.content['application/json']?.schema;
  const [status, ok] = Object.entries(operation.responses)[0] ?? [];
  const answer = ok && 'content' in ok ? ok.content?.['application/json']?.schema : undefined;
  const curl = curlOf(method, path, operation, origin);
  return (
    <section
      id={operation.operationId}
      aria-labelledby={`${operation.operationId}-title`}
      className="scroll-mt-6 border-t border-line py-8"
    >
      <h3 id={`${operation.operationId}-title`} className="text-lg font-semibold">
        {operation.summary}
      </h3>
      <p className="mt-1 flex flex-wrap items-center gap-2">
        <MethodBadge method={method} />
        <code className="font-mono text-xs break-all">{path}</code>
        <span className="rounded-sm border border-line px-1.5 font-mono text-2xs text-ink-2">{operation['x-scope']}</span>
      </p>
      <div className="mt-3 grid gap-6 xl:grid-cols-2">
        <div className="min-w-0 space-y-5">
          {operation.description && <p className="max-w-prose text-ink-2">{code(operation.description)}</p>}
          {operation.parameters.length > 0 && (
            <Block title="Parameters">
              <ul className="divide-y divide-line">
                {operation.parameters.map((p) => (
                  <li key={p.name} className="py-2">
                    <code className="font-mono text-xs font-semibold">{p.name}</code>{' '}
                    <span className="text-xs text-ink-3">
                      {p.in}, {typeOf(p.schema)}
                      {p.required ? '' : ', optional'}
                    </span>
                    {p.description && <p className="text-xs text-ink-2">{p.description}</p>}
                  </li>
                ))}
              </ul>
            </Block>
          )}
          {body && (
            <Block title="Body">
              <Fields schema={body} named={document.components.schemas} />
            </Block>
          )}
        </div>
        <div className="min-w-0 space-y-5">
          <div className="relative overflow-hidden rounded-lg border border-line bg-sunken">
            <div className="absolute top-1 right-1">
              <CopyButton text={curl} label={`Copy the call: ${operation.summary}`} compact />
            </div>
            <pre className="p-3 pr-10 font-mono text-xs leading-5 break-words whitespace-pre-wrap">{curl}</pre>
          </div>
          <Block title={`Answer ${status}`}>
            {answer ? <Fields schema={answer} named={document.components.schemas} /> : <p className="text-ink-3">No body</p>}
          </Block>
        </div>
      </div>
    </section>
  );
}

export const Block = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <div>
    <h4 className="mb-1 text-2xs font-semibold tracking-wide text-ink-3 uppercase">{title}</h4>
    {children}
  </div>
);

/** Text with `code` in back-ticks. */
export const code = (text: string) =>
  text.split('`').map((part, i) =>
    i % 2 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a constant text
      <code key={i} className="rounded-sm bg-sunken px-1 font-mono text-xs">
        {part}
      </code>
    ) : (
      part
    ),
  );
