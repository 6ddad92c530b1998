'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { toast } from 'sonner';
import { plural } from '../format';
import { useIsOwner } from '../organization';
import { NamedText } from '../segments/named-text';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { ErrorState } from '../ui/error-state';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { Time } from '../ui/time';
import { EditDefinition } from './edit-definition';
import { kindName } from './kinds';
import { MatchResults } from './match-results';
import { ModelView } from './model-view';
import { UploadPanel } from './upload-panel';

/** What a custom audience is made of: match results and uploads, what its model learned, or its rule. */
export function CustomPanel({ id }: { id: string }) {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const query = useQuery(trpc.custom.get.queryOptions({ id }));
  const refresh = useMutation(
    trpc.custom.refresh.mutationOptions({
      onSuccess: (fresh) => {
        queries.setQueryData(trpc.custom.get.queryKey({ id }), fresh);
        void queries.invalidateQueries({ queryKey: trpc.audiences.pathKey() });
        toast.success('Refreshed', { description: fresh.contact_count === null ? undefined : plural(fresh.contact_count, 'contact') });
      },
    }),
  );
  const audience = query.data;
  if (query.isError && !audience) return <ErrorState error={query.error} retry={() => query.refetch()} what="the definition" />;
  if (!audience) return <Skeleton className="mb-4 h-32 w-full" />;
  const uploaded = audience.type === 'file_upload' || audience.type === 'customer_match';
  return (
    <div className="mb-5 flex flex-col gap-4">
      {audience.problem && (
        <Notice tone="warn">The last nightly refresh did not work: {audience.problem} The members are those of before.</Notice>
      )}
      <Section
        title={kindName[audience.type]}
        description={
          audience.refreshed_at && (
            <>
              evaluated <Time iso={audience.refreshed_at} />
            </>
          )
        }
        actions={
          owner && (
            <>
              {audience.type !== 'file_upload' && <EditDefinition key={audience.updated_at} audience={audience} />}
              {audience.type !== 'pixel' && (
                <Button size="sm" loading={refresh.isPending} onClick={() => refresh.mutate({ id })}>
                  <RefreshCw aria-hidden className="size-3.5" />
                  Refresh
                </Button>
              )}
            </>
          )
        }
      >
        {uploaded && <MatchResults match={audience.match} externalId={audience.external_id} />}
        {audience.lookalike && <ModelView model={audience.lookalike} />}
        {audience.type === 'pixel' && audience.description_of_filter && (
          <p className="text-sm">
            <NamedText text={audience.description_of_filter} />
          </p>
        )}
      </Section>
      {uploaded && owner && <UploadPanel audience={audience} />}
    </div>
  );
}
