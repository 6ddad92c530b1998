'use client';
import type { Send } from '@/contracts/send';
import { formatNumber, formatShare } from '../format';
import { type Column, DataTable } from '../ui/data-table';

type Variant = Send['variants'][number];

const columns = (total: number): Column<Variant>[] => [
  {
    id: 'subject',
    header: 'Subject',
    cell: (v) => (
      <span className="flex items-center gap-2.5">
        <span className="flex size-5 shrink-0 items-center justify-center rounded-sm bg-selected text-xs font-semibold">{v.letter}</span>
        <span className="min-w-0 break-words">{v.subject || <span className="text-ink-3">no subject</span>}</span>
      </span>
    ),
  },
  { id: 'people', header: 'People', numeric: true, cell: (v) => formatNumber(v.counts.total) },
  { id: 'share', header: 'Share', numeric: true, from: 'sm', cell: (v) => formatShare(v.counts.total, total) },
  { id: 'sent', header: 'Sent', numeric: true, cell: (v) => formatNumber(v.counts.sent) },
  { id: 'failed', header: 'Failed', numeric: true, from: 'sm', cell: (v) => formatNumber(v.counts.failed) },
];

export const VariantTable = ({ send }: { send: Send | undefined }) => (
  <DataTable label="Subjects" columns={columns(send?.counts.total ?? 0)} rows={send?.variants} rowKey={(v) => v.letter} skeletonRows={2} />
);
