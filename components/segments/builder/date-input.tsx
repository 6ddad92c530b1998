'use client';
import { cn } from '../../ui/cn';
import { Input } from '../../ui/input';

/** The day of an ISO date and what follows it; null where the time of day matters. */
function dayOf(value: string | undefined): { day: string; rest: string } | null {
  if (value === undefined) return { day: '', rest: '' };
  const m = /^(\d{4}-\d\d-\d\d)([T ]00:00(?::00(?:\.0+)?)?Z)?$/.exec(value);
  return m ? { day: m[1] as string, rest: m[2] ?? '' } : null;
}

type Props = { label: string; value: string | undefined; onChange: (value: string | undefined) => void; readOnly?: boolean };

/** A day (UTC) from the calendar; an instant with a time of day stays the ISO text it is. */
export function DateInput({ label, value, onChange, readOnly }: Props) {
  const parts = dayOf(value);
  return (
    <Input
      aria-label={parts ? `${label}, a day in UTC` : `${label}, ISO 8601`}
      type={parts ? 'date' : 'text'}
      value={parts ? parts.day : value}
      readOnly={readOnly}
      onChange={(event) => {
        const typed = event.target.value;
        onChange(typed === '' ? undefined : parts ? typed + parts.rest : typed);
      }}
      className={cn('w-auto min-w-36', !parts && 'min-w-56 font-mono text-xs')}
    />
  );
}
