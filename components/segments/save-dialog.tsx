'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Filter, Segment } from '@/contracts/segment';
import { explain } from '../errors';
import { formatNumber } from '../format';
import { alone, useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { personName } from './reach/sample-people';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  segment: Segment;
  filter: Filter;
  type: Segment['type'];
  saving: boolean;
  onConfirm: () => void;
};

/** Before an edit is saved: who joins and who leaves, with names. */
export const SaveDialog = (props: Props) => (
  <Dialog
    open={props.open}
    onOpenChange={props.onOpenChange}
    title="Who joins and who leaves"
    description={
      props.type === 'static'
        ? 'The people who match now are written down as the members of the segment.'
        : 'Compared with who is in the segment now. Sends that have started keep their recipients.'
    }
  >
    {props.open && <Difference {...props} />}
  </Dialog>
);

function Difference({ onOpenChange, segment, filter, type, saving, onConfirm }: Props) {
  const trpc = useTRPC();
  const diff = useQuery(
    trpc.segments.diff.queryOptions(
      { id: segment.id, filter },
      { ...alone, staleTime: 0, placeholderData: keepPreviousData, meta: { quiet: true } },
    ),
  );
  const data = diff.data;
  return (
    <>
      <DialogBody>
        {diff.isError && !data ? (
          <Notice tone="warn">{explain(diff.error).message} You can save all the same.</Notice>
        ) : (
          <div className="grid gap-4 sm:grid-cols-2" aria-busy={!data || undefined}>
            <Side sign="+" verb="join" count={data?.joins} people={data?.joining} className="text-good" />
            <Side sign="−" verb="leave" count={data?.leaves} people={data?.leaving} className="text-bad" />
          </div>
        )}
        {data && data.joins === 0 && data.leaves === 0 && <p className="text-sm text-ink-3">Nobody joins and nobody leaves now.</p>}
      </DialogBody>
      <DialogFooter>
        <Button onClick={() => onOpenChange(false)}>Keep editing</Button>
        <Button variant="primary" loading={saving} disabled={!data && !diff.isError} onClick={onConfirm}>
          {type === 'static' ? 'Save and freeze' : 'Save segment'}
        </Button>
      </DialogFooter>
    </>
  );
}

type SideProps = {
  sign: string;
  verb: string;
  count: number | undefined;
  people: { id: string; name: string | null; email: string | null }[] | undefined;
  className: string;
};

const Side = ({ sign, verb, count, people, className }: SideProps) => (
  <section aria-label={`Who ${verb}s`} className="rounded-md border p-3">
    <p className="flex items-baseline gap-1.5">
      {count === undefined ? (
        <Skeleton className="h-6 w-20" />
      ) : (
        <span className={`text-2xl font-semibold tnum ${count ? className : 'text-ink-3'}`}>
          {count > 0 && sign}
          {formatNumber(count)}
        </span>
      )}
      <span className="text-sm text-ink-3">{verb}</span>
    </p>
    {people && people.length > 0 && (
      <ul className="mt-1.5 text-sm">
        {people.map((p) => (
          <li key={p.id} className="truncate py-0.5">
            {personName(p as Parameters<typeof personName>[0])} {p.name && <span className="text-xs text-ink-3">{p.email}</span>}
          </li>
        ))}
        {count !== undefined && count > people.length && (
          <li className="py-0.5 text-xs text-ink-3">and {formatNumber(count - people.length)} more</li>
        )}
      </ul>
    )}
  </section>
);
