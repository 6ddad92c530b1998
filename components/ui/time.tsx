'use client';
import { formatInstant, formatRelative, zoneName } from '../format';
import { Tooltip } from './tooltip';

/** An instant (ISO), relative; the full local and UTC times on hover and focus. */
export const Time = ({ iso, empty = '—' }: { iso: string | null; empty?: string }) =>
  iso ? (
    <Tooltip
      text={
        <>
          {formatInstant(iso)} {zoneName(iso)}
          <br />
          {formatInstant(iso, 'UTC')} UTC
        </>
      }
    >
      <time dateTime={iso} className="relative z-1 whitespace-nowrap">
        {formatRelative(iso)}
      </time>
    </Tooltip>
  ) : (
    <span className="text-ink-3">{empty}</span>
  );
