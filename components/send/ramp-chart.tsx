import { formatClock, formatMinutes, formatNumber } from '../format';
import { rampBars } from './ramp-bars';

const width = 320;
const height = 56;

type Props = { people: number; rampMinutes: number; startsAt: string; endsAt: string; zone: string };

/** When the messages leave, as bars over the window. */
export function RampChart({ people, rampMinutes, startsAt, endsAt, zone }: Props) {
  const { counts, minutes } = rampBars(people, rampMinutes);
  const max = Math.max(...counts, 1);
  const perMinute = rampMinutes ? people / rampMinutes : people;
  const rate = rampMinutes
    ? `${perMinute >= 10 ? formatNumber(Math.round(perMinute)) : perMinute.toFixed(1)} a minute for ${formatMinutes(rampMinutes)}`
    : `${formatNumber(people)} at once`;
  const step = width / counts.length;
  const bar = rampMinutes ? Math.max(step - 1, 1) : 6;
  return (
    <figure className="flex flex-col gap-1">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className="h-14 w-full"
        role="img"
        aria-label={`Messages over time: ${rate}`}
      >
        <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} className="stroke-line-strong" />
        {counts.map((count, i) => {
          const h = Math.max((count / max) * (height - 10), count ? 2 : 0);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            <rect key={i} x={i * step} y={height - 1 - h} width={bar} height={h} className="fill-bar">
              <title>
                {minutes
                  ? `${formatNumber(count)} in ${minutes === 1 ? 'minute' : `${formatMinutes(Math.round(minutes))} from minute`} ${Math.round(i * minutes) + 1}`
                  : rate}
              </title>
            </rect>
          );
        })}
      </svg>
      <figcaption className="flex justify-between gap-2 text-2xs text-ink-3 tnum">
        <span>{formatClock(startsAt, zone)}</span>
        <span>{rate}</span>
        <span>{rampMinutes ? formatClock(endsAt, zone) : ''}</span>
      </figcaption>
    </figure>
  );
}
