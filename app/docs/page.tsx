import type { Metadata } from 'next';
import Link from 'next/link';
import { Mark } from '@/components/shell/mark';
import { SkipLink } from '@/components/shell/skip-link';
import { env } from '@/server/env';
import { openApiDocument } from '@/server/rest/openapi';
import { Guide, guide } from './guide';
import { MethodBadge, OperationSection } from './operation';
import { Fields } from './schema';

export const metadata: Metadata = { title: 'API reference' };
export const dynamic = 'force-dynamic';

/** The reference of `/api/v1`, rendered from the same document that `/api/v1/openapi.json` answers. Nothing is loaded from elsewhere. */
export default function DocsPage() {
  const document = openApiDocument();
  const origin = env().APP_URL;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const groups = document.tags.map(({ name }) => ({ name, entries: operations.filter(({ operation }) => operation.tags.includes(name)) }));
  return (
    <div className="mx-auto flex w-full max-w-350 gap-10 px-4 lg:px-8">
      <SkipLink />
      <nav
        aria-label="Contents"
        className="sticky top-0 hidden h-dvh w-64 shrink-0 overflow-y-auto border-r border-line py-8 pr-4 lg:block"
      >
        <Link href="/overview/audiences" className="mb-6 flex items-center gap-2 font-semibold">
          <Mark /> Muster API
        </Link>
        <ul className="space-y-1 text-ink-2">
          {guide.map(({ id, title }) => (
            <li key={id}>
              <a href={`#${id}`} className="hover:text-ink hover:underline">
                {title}
              </a>
            </li>
          ))}
        </ul>
        {groups.map(({ name, entries }) => (
          <div key={name} className="mt-5">
            <p className="mb-1 text-2xs font-semibold tracking-wide text-ink-3 uppercase">{name}</p>
            <ul className="space-y-1">
              {entries.map(({ method, operation }) => (
                <li key={operation.operationId}>
                  <a href={`#${operation.operationId}`} className="flex items-baseline gap-2 text-ink-2 hover:text-ink hover:underline">
                    <MethodBadge method={method} />
                    <span className="min-w-0">{operation.summary}</span>
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
        <a href="#schemas" className="mt-5 block text-ink-2 hover:text-ink hover:underline">
          Schemas
        </a>
      </nav>
      <main id="content" tabIndex={-1} className="min-w-0 flex-1 pb-24 outline-none">
        <header className="py-8">
          <h1 className="text-2xl font-semibold tracking-tight">API reference</h1>
          <p className="mt-2 max-w-prose text-ink-2">
            JSON over HTTP below <code className="font-mono text-xs">{origin}/api/v1</code>. The same, for machines:{' '}
            <a href="/api/v1/openapi.json" className="text-accent underline">
              OpenAPI 3.1
            </a>
            .
          </p>
        </header>
        <Guide />
        {groups.map(({ name, entries }) => (
          <section key={name} aria-label={name}>
            <h2 className="border-t border-line pt-10 pb-4 text-xl font-semibold tracking-tight">{name}</h2>
            {entries.map((entry) => (
              <OperationSection key={entry.operation.operationId} {...entry} document={document} origin={origin} />
            ))}
          </section>
        ))}
        <section id="schemas" aria-label="Schemas">
          <h2 className="border-t border-line pt-10 pb-4 text-xl font-semibold tracking-tight">Schemas</h2>
          {Object.entries(document.components.schemas).map(([name, schema]) => (
            <section key={name} id={`schema-${name}`} className="scroll-mt-6 border-t border-line py-5">
              <h3 className="mb-1 font-mono text-sm font-semibold">{name}</h3>
              <div className="max-w-prose">
                <Fields schema={schema} named={document.components.schemas} />
              </div>
            </section>
          ))}
        </section>
      </main>
    </div>
  );
}
