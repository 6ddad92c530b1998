import type { MatchResult } from '@/contracts/custom';
import { formatNumber, formatShare, plural } from '../format';
import { DataTable } from '../ui/data-table';
import { Equation } from '../ui/equation';

const keyName = { email: 'Email', phone: 'Phone', name_country: 'Name and country', external_id: 'Your own id' };

/** What the uploads match, all together and by each key. */
export function MatchResults({ match, externalId }: { match: MatchResult | null; externalId: string | null }) {
  if (!match?.rows) return <p className="text-sm text-ink-3">Nothing has been uploaded yet.</p>;
  return (
    <div className="flex flex-col gap-4">
      <Equation
        label="Match results"
        resultFirst
        result={{ label: 'rows uploaded', value: match.rows }}
        terms={[
          { label: `matched (${formatShare(match.matched_rows, match.rows)})`, value: match.matched_rows, tone: 'good' },
          { label: 'nobody’s yet', value: match.rows - match.matched_rows },
        ]}
      />
      <p className="text-sm text-ink-2">
        {formatNumber(match.contacts)} {match.contacts === 1 ? 'contact is' : 'contacts are'} in the audience. Rows that are nobody’s are
        kept as hashes only and matched when the person becomes a contact.
        {match.ambiguous > 0 &&
          ` ${plural(match.ambiguous, 'name')} ${match.ambiguous === 1 ? 'says' : 'say'} nobody: several contacts have the same.`}
      </p>
      <div className="-mx-4 border-t">
        <DataTable
          label="Matches by key"
          rows={match.keys}
          rowKey={(k) => k.key}
          columns={[
            {
              id: 'key',
              header: 'Key',
              cell: (k) => (
                <>
                  {keyName[k.key]}
                  {k.key === 'external_id' && externalId && <span className="ml-1.5 font-mono text-xs text-ink-3">{externalId}</span>}
                </>
              ),
            },
            { id: 'uploaded', header: 'Uploaded', numeric: true, cell: (k) => formatNumber(k.uploaded) },
            { id: 'matched', header: 'Matched', numeric: true, cell: (k) => formatNumber(k.matched) },
            { id: 'rate', header: 'Match rate', numeric: true, cell: (k) => formatShare(k.matched, k.uploaded) },
          ]}
        />
      </div>
    </div>
  );
}
