'use client';
import type { Json } from '@/filter/ast';
import { eventCatalogue } from '@/filter/catalogue';
import { describeWhere } from '@/filter/describe';
import { parseWhere } from '@/filter/parse';
import { Select } from '../../ui/select';
import { readDid, type Since, type Times, writeDid } from '../condition/did';
import type { JsonObject } from '../model/tree';
import { useBuilder } from './context';
import { DateInput } from './date-input';
import { EventInput } from './event-input';
import { NumberInput } from './scalar-input';
import { SpanInput } from './span-input';

const times: { value: Times; label: string }[] = [
  { value: 'atLeast', label: 'at least' },
  { value: 'atMost', label: 'at most' },
  { value: 'exactly', label: 'exactly' },
  { value: 'never', label: 'never' },
];
const sinces: { value: Since['kind']; label: string }[] = [
  { value: 'ever', label: 'at any time' },
  { value: 'last', label: 'in the last' },
  { value: 'date', label: 'since' },
];

/** Behaviour: an event, how often, since when. Conditions on the event itself are shown in words and kept. */
export function DidInput({ value, onChange }: { value: Json | undefined; onChange: (value: JsonObject) => void }) {
  const { readOnly } = useBuilder();
  const did = readDid(value ?? { event: '' });
  if (!did) return null;
  const { event, since } = did;
  const put = (change: Parameters<typeof writeDid>[1]) => onChange(writeDid(value, change));
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <div className="flex min-w-0 flex-wrap gap-1.5">
        <span className="min-w-36 flex-1">
          <EventInput placeholder="purchase" value={event} onChange={(next) => put({ event: next })} readOnly={readOnly} />
        </span>
        <Select
          aria-label="How often"
          value={did.times}
          onValueChange={(next) => put({ times: next, n: did.n || 1 })}
          options={times}
          disabled={readOnly}
          className="w-28"
        />
        {did.times !== 'never' && (
          <span className="flex items-center gap-1.5 text-sm text-ink-3">
            <NumberInput label="Times" whole value={did.n} onChange={(n) => n && put({ n })} readOnly={readOnly} className="w-16" />
            {did.n === 1 ? 'time' : 'times'}
          </span>
        )}
        <Select
          aria-label="When"
          value={since.kind}
          onValueChange={(kind) =>
            put({
              since:
                kind === 'last'
                  ? { kind, span: { n: 90, unit: 'days' } }
                  : kind === 'date'
                    ? { kind, date: new Date().toISOString().slice(0, 10) }
                    : { kind },
            })
          }
          options={sinces}
          disabled={readOnly}
          className="w-32"
        />
        {since.kind === 'last' && (
          <SpanInput
            value={since.span}
            onChange={(span) => span && span.n > 0 && put({ since: { kind: 'last', span } })}
            readOnly={readOnly}
          />
        )}
        {since.kind === 'date' && (
          <DateInput
            label="Since"
            value={since.date}
            onChange={(date) => date && put({ since: { kind: 'date', date } })}
            readOnly={readOnly}
          />
        )}
      </div>
      {did.where && <p className="text-xs text-ink-3">where {wordsOfEvent(did.where)} (edited as JSON)</p>}
    </div>
  );
}

function wordsOfEvent(where: JsonObject): string {
  const result = parseWhere(where, eventCatalogue);
  return result.ok ? describeWhere(result.ast, { catalogue: eventCatalogue }) : JSON.stringify(where);
}
