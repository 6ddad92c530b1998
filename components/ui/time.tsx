'use client';
import { formatInstant, formatRelative, zoneName } from '../format';
import { Tooltip } from './tooltip';

type Props = { iso: string | null; empty?: string /** No hint: inside of something that is pressed. */; plain?: boolean };

/** An instant (ISO), relative; the full local and UTC times on hover. */
export function Time({ iso, empty = '—', plain }: Props) {
  if (!iso) return <span className="text-ink-3">{empty}</span>;
  const time = (
    <time dateTime={iso} className="relative z-1 whitespace-nowrap">
      {formatRelative(iso)}
    </time>
  );
  if (plain) return time;
  return (
    <Tooltip
      text={
        <>
          {formatInstant(iso)} {zoneName(iso)}
          <br />
          {formatInstant(iso, 'UTC')} UTC
        </>
      }
    >
      {time}
    </Tooltip>
  );
}
