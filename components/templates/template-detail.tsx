'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useTRPC } from '../trpc';
import { ErrorState } from '../ui/error-state';
import { Skeleton } from '../ui/skeleton';
import { TemplateEditor } from './template-editor';

export function TemplateDetail({ id }: { id: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const query = useQuery(trpc.templates.get.queryOptions({ id }));
  const update = useMutation(
    trpc.templates.update.mutationOptions({
      onSuccess: (template) => {
        queries.setQueryData(trpc.templates.get.queryKey({ id }), template);
        void queries.invalidateQueries({ queryKey: trpc.templates.list.pathKey() });
        toast.success(`Saved as version ${template.version}`);
      },
    }),
  );
  if (query.isError && !query.data) return <ErrorState error={query.error} retry={() => query.refetch()} what="the template" />;
  if (!query.data)
    return (
      <div aria-busy className="flex flex-col gap-4">
        <h1 className="sr-only">Template</h1>
        <Skeleton className="h-6 w-56" />
        <div className="grid gap-4 lg:grid-cols-2">
          <Skeleton className="h-96 w-full" />
          <Skeleton className="h-96 w-full" />
        </div>
      </div>
    );
  return (
    <TemplateEditor
      // A newer version from the server starts the form anew.
      key={query.data.version}
      template={query.data}
      initial={query.data}
      saving={update.isPending}
      error={update.error}
      onSave={(input) => update.mutate({ id, ...input })}
    />
  );
}
