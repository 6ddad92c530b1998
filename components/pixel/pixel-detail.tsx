'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, MousePointerClick, Pencil, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import { formatNumber, plural } from '../format';
import { useIsOwner } from '../organization';
import { useTRPC } from '../trpc';
import { Button, buttonClass } from '../ui/button';
import { Section } from '../ui/card';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Details } from '../ui/details';
import { ErrorState } from '../ui/error-state';
import { PageHeader } from '../ui/page-header';
import { Skeleton, TitleSkeleton } from '../ui/skeleton';
import { Time } from '../ui/time';
import { PixelDialog } from './pixel-dialog';
import { SecretNotice } from './secret-notice';
import { Snippet } from './snippet';

/** One site: how to install the script, say who a visitor is, and what it has seen. */
export function PixelDetail({ id, appUrl }: { id: string; appUrl: string }) {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const [asking, setAsking] = useState<'edit' | 'delete' | 'rotate' | null>(null);
  const query = useQuery(trpc.pixels.get.queryOptions({ id }, { refetchInterval: 10_000 }));
  const rotate = useMutation(trpc.pixels.rotateSecret.mutationOptions({ onSuccess: () => setAsking(null) }));
  const remove = useMutation(
    trpc.pixels.delete.mutationOptions({
      onSuccess: () => {
        toast.success('Pixel deleted');
        void queries.invalidateQueries({ queryKey: trpc.pixels.list.pathKey() });
        router.push('/overview/pixels');
      },
    }),
  );
  const pixel = query.data;
  if (query.isError && !pixel) return <ErrorState error={query.error} retry={() => query.refetch()} what="the pixel" />;
  return (
    <>
      <PageHeader
        parent={{ href: '/overview/pixels', label: 'Pixels' }}
        title={pixel ? pixel.name : <TitleSkeleton />}
        description={pixel?.origins.join(', ')}
        actions={
          owner &&
          pixel && (
            <>
              <Link href="/overview/audiences/custom/new?type=pixel" className={buttonClass({ variant: 'primary' })}>
                <MousePointerClick aria-hidden className="size-3.5" />
                New audience from it
              </Link>
              <Button onClick={() => setAsking('edit')}>
                <Pencil aria-hidden className="size-3.5" />
                Edit
              </Button>
              <Button onClick={() => setAsking('rotate')}>
                <KeyRound aria-hidden className="size-3.5" />
                New secret
              </Button>
              <Button variant="quietDanger" onClick={() => setAsking('delete')}>
                <Trash2 aria-hidden className="size-3.5" />
                Delete
              </Button>
            </>
          )
        }
      />
      {!pixel ? (
        <Skeleton className="h-64 w-full" />
      ) : (
        <div className="flex flex-col gap-4">
          {rotate.data && <SecretNotice secret={rotate.data.secret} />}
          <Section title="What it has seen">
            <Details
              items={[
                ['Last report', <Time key="seen" iso={pixel.last_seen_at} empty="none yet" />],
                ['Browsers', `${formatNumber(pixel.visitors)}, of which ${formatNumber(pixel.identified)} are known contacts`],
                ['Waiting', `${plural(pixel.waiting_events, 'event')} of strangers, kept ${plural(pixel.retention_days, 'day')}`],
                ['Consent', pixel.require_consent ? 'asked for first' : 'not asked for'],
              ]}
            />
          </Section>
          <Section title="Install" description="Page views are reported by themselves, also of pages that change without loading.">
            <div className="flex flex-col gap-4">
              <Snippet title="On every page, in the head" code={loader(appUrl, id, pixel.require_consent)} />
              {pixel.require_consent && <Snippet title="When the visitor has decided" code={consent} />}
              <Snippet title="Something that happened" code={"muster('track', 'signed_up', { plan: 'pro' })"} />
              <Snippet title="Who it is, signed by your server (Node); for an email, a phone or a contact id" code={identify} />
              <Snippet title="When they sign out" code="muster('reset')" />
              <p className="text-xs text-ink-3">
                A click in a mail to one of these origins says who came by itself. With a content security policy, allow{' '}
                <code className="font-mono">{appUrl}</code> in script-src and connect-src.
              </p>
            </div>
          </Section>
        </div>
      )}
      {pixel && <PixelDialog open={asking === 'edit'} onOpenChange={(open) => setAsking(open ? 'edit' : null)} pixel={pixel} />}
      <ConfirmDialog
        open={asking === 'rotate'}
        onOpenChange={(open) => setAsking(open ? 'rotate' : null)}
        title="Make a new secret?"
        action="New secret"
        pending={rotate.isPending}
        onConfirm={() => rotate.mutate({ id })}
      >
        <p>What your server signs with the old one is refused from now on. Nobody who is known already is forgotten.</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'delete'}
        onOpenChange={(open) => setAsking(open ? 'delete' : null)}
        title={`Delete “${pixel?.name}”?`}
        action="Delete pixel"
        pending={remove.isPending}
        onConfirm={() => remove.mutate({ id })}
      >
        <p>
          Its browsers and what waits of strangers go. What contacts did stays with them. The script on the site does nothing from then on.
        </p>
      </ConfirmDialog>
    </>
  );
}

const loader = (
  appUrl: string,
  id: string,
  consent: boolean,
) => `<script>window.muster=window.muster||function(){(muster.q=muster.q||[]).push(arguments)}</script>
<script async src="${appUrl}/pixel.js" data-pixel="${id}"${consent ? '' : ' data-consent="granted"'}></script>`;

const consent = `muster('consent', true)   // or false: the browser's key and what waits of it are deleted`;

const identify = `const at = Math.floor(Date.now() / 1000)
const sig = crypto.createHmac('sha256', process.env.MUSTER_PIXEL_SECRET).update(\`\${at}.\${user.email}\`).digest('hex')
// in the page: muster('identify', { who: user.email, at, sig })`;
