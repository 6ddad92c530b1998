'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { parseAsString, useQueryStates } from 'nuqs';
import type { Audience } from '@/contracts/audience';
import { useIsOwner } from '../organization';
import { useTRPC } from '../trpc';
import { Drawer, DrawerBody } from '../ui/drawer';
import { ErrorState } from '../ui/error-state';
import { Skeleton } from '../ui/skeleton';

// Loaded when first opened: address rules and the CSV parser are the heaviest part of the dashboard.
const ImportPanel = dynamic(() => import('../import/import-panel').then((m) => m.ImportPanel), { ssr: false, loading: () => <Loading /> });
const SendPanel = dynamic(() => import('../send/send-panel').then((m) => m.SendPanel), { ssr: false, loading: () => <Loading /> });

export type AudienceDrawer = 'import' | 'send';

/** Which drawer is open over which audience, in the URL: Back closes it, a link opens it. */
export function useAudienceDrawer() {
  const [state, setState] = useQueryStates({ drawer: parseAsString, audience: parseAsString }, { history: 'push' });
  const queries = useQueryClient();
  const trpc = useTRPC();
  return {
    which: state.drawer === 'import' || state.drawer === 'send' ? state.drawer : null,
    audienceId: state.audience,
    open: (drawer: AudienceDrawer, audience: Audience) => {
      queries.setQueryData(trpc.audiences.get.queryKey({ id: audience.id }), audience);
      void setState({ drawer, audience: audience.id });
    },
    close: () => void setState(null),
  };
}

/** The Import and Send drawers of a page with audiences. A member never gets them, whatever the URL says. */
export function AudienceDrawers({ drawer }: { drawer: ReturnType<typeof useAudienceDrawer> }) {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const open = owner && drawer.which !== null && drawer.audienceId !== null;
  const audience = useQuery(trpc.audiences.get.queryOptions({ id: drawer.audienceId ?? '' }, { enabled: open }));
  const title = drawer.which === 'send' ? 'Send to' : 'Import into';
  return (
    <Drawer
      open={open}
      onOpenChange={(next) => !next && drawer.close()}
      title={`${title} ${audience.data?.name ?? 'audience'}`}
      wide={drawer.which === 'send'}
    >
      {audience.isError ? (
        <ErrorState error={audience.error} retry={() => audience.refetch()} what="the audience" />
      ) : !audience.data ? (
        <Loading />
      ) : drawer.which === 'send' ? (
        <SendPanel key={audience.data.id} audience={audience.data} onClose={drawer.close} />
      ) : (
        <ImportPanel
          key={audience.data.id}
          audience={audience.data}
          onClose={drawer.close}
          onSend={() => drawer.open('send', audience.data)}
        />
      )}
    </Drawer>
  );
}

const Loading = () => (
  <DrawerBody className="flex flex-col gap-4">
    <Skeleton className="h-24 w-full" />
    <Skeleton className="w-2/3" />
    <Skeleton className="w-1/2" />
  </DrawerBody>
);
