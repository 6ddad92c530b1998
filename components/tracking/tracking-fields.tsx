'use client';
import { useQuery } from '@tanstack/react-query';
import type { TrackingWish } from '@/contracts/tracking';
import { issueAt } from '../errors';
import { useTRPC } from '../trpc';
import { Field } from '../ui/field';
import { Select } from '../ui/select';

type Choice = 'inherit' | 'on' | 'off';
const wishes = { inherit: null, on: true, off: false } as const;
const choiceOf = (wish: boolean | null | undefined): Choice => (wish == null ? 'inherit' : wish ? 'on' : 'off');

const kinds = [
  { key: 'track_opens', of: 'opens', label: 'Opens' },
  { key: 'track_clicks', of: 'clicks', label: 'Clicks' },
] as const;

type Props = {
  value: TrackingWish;
  onChange: (change: TrackingWish) => void;
  /** What holds where nothing is decided here, before the organization's word; none in the template itself. */
  template?: TrackingWish | null;
  error: unknown;
};

/** Whether opens and clicks are tracked: yes, no, or as it is said further up, with what that comes to. */
export function TrackingFields({ value, onChange, template, error }: Props) {
  const { data: settings } = useQuery(useTRPC().tracking.settings.queryOptions(undefined, { staleTime: 30_000, meta: { quiet: true } }));
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {kinds.map(({ key, of, label }) => {
        const off = settings?.[of] === false;
        const above = template?.[key];
        const inherited = off || above === false ? 'Not tracked' : 'Tracked';
        const says = off || above == null ? 'organization' : 'template';
        return (
          <Field
            key={key}
            native={false}
            label={label}
            error={issueAt(error, key)}
            hint={off && `The organization has ${of} switched off: they are not tracked, whatever is chosen here.`}
          >
            <Select<Choice>
              value={choiceOf(value[key])}
              onValueChange={(choice) => onChange({ [key]: wishes[choice] })}
              options={[
                { value: 'inherit', label: settings ? `${inherited} (${says})` : `As the ${says} says`, hint: `As the ${says} says` },
                { value: 'on', label: 'Tracked' },
                { value: 'off', label: 'Not tracked' },
              ]}
            />
          </Field>
        );
      })}
    </div>
  );
}
