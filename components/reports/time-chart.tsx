'use client';
import { type KeyboardEvent, useState } from 'react';
import { formatNumber } from '../format';
import { cn } from '../ui/cn';
import { niceMax } from './nice-max';

type Point = { start: string; label: string; value: number | null };
type Props = { what: string; points: readonly Point[]; kind?: 'bars' | 'line'; className?: string };

const width = 1000;
const height = 100;
const steps: Record<string, (at: number, last: number) => number> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  Home: () => 0,
  End: (_, last) => last,
};

/** Figures over time. Read point by point with the pointer or the arrow keys; a table beside it says the same. */
export function TimeChart({ what, points, kind = 'bars', className }: Props) {
  const [at, setAt] = useState<number | null>(null);
  const last = points.length - 1;
  const max = niceMax(Math.max(0, ...points.map((p) => p.value ?? 0)));
  const step = width / Math.max(points.length, 1);
  const y = (value: number) => height - (value / max) * height;
  const shown = at === null ? undefined : points[Math.min(at, last)];
  const move = (event: KeyboardEvent) => {
    const next = steps[event.key]?.(at ?? (event.key === 'ArrowLeft' ? last + 1 : -1), last);
    if (next === undefined) return;
    event.preventDefault();
    setAt(Math.min(last, Math.max(0, next)));
  };
  const say = (p: Point) => `${p.label}: ${p.value === null ? 'not known' : formatNumber(p.value)}`;
  return (
    <figure className={cn('flex flex-col gap-1.5', className)}>
      <p className="h-4.5 text-xs text-ink-2 tnum" aria-hidden>
        {shown ? say(shown) : <span className="text-ink-3">{what}</span>}
      </p>
      <div className="flex gap-2">
        <div aria-hidden className="flex h-44 flex-col justify-between py-px text-right text-2xs leading-none text-ink-3 tnum">
          {[max, max / 2, 0].map((tick) => (
            <span key={tick}>{formatNumber(tick)}</span>
          ))}
        </div>
        <div
          role="slider"
          tabIndex={0}
          aria-label={`${what} over time`}
          aria-valuemin={0}
          aria-valuemax={Math.max(last, 0)}
          aria-valuenow={at ?? Math.max(last, 0)}
          aria-valuetext={say(shown ?? points[last] ?? { start: '', label: 'nothing', value: 0 })}
          onKeyDown={move}
          onBlur={() => setAt(null)}
          onPointerLeave={() => setAt(null)}
          onPointerMove={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            setAt(Math.min(last, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * points.length))));
          }}
          className="relative h-44 min-w-0 flex-1 rounded-sm"
        >
          <svg
            viewBox={`0 0 ${width} ${height}`}
            preserveAspectRatio="none"
            aria-hidden
            className="absolute inset-0 size-full overflow-visible"
          >
            {[0, height / 2, height].map((line) => (
              <line
                key={line}
                x1="0"
                x2={width}
                y1={line}
                y2={line}
                className={line === height ? 'stroke-line-strong' : 'stroke-line'}
                vectorEffect="non-scaling-stroke"
              />
            ))}
            {at !== null && <rect x={at * step} y="0" width={step} height={height} className="fill-selected/60" />}
            {kind === 'bars' ? (
              points.map((p, i) => (
                <rect
                  key={p.start}
                  x={i * step + step * 0.1}
                  width={step * 0.8}
                  y={p.value ? Math.min(y(p.value), height - 1) : height}
                  height={p.value ? Math.max(height - y(p.value), 1) : 0}
                  className="fill-bar"
                />
              ))
            ) : (
              <path
                d={linePath(points, step, y)}
                className="fill-none stroke-bar"
                strokeWidth="2"
                strokeLinejoin="round"
                strokeLinecap="round"
                vectorEffect="non-scaling-stroke"
              />
            )}
          </svg>
        </div>
      </div>
      <figcaption aria-hidden className="flex justify-between gap-2 pl-8 text-2xs text-ink-3 tnum">
        <span>{points[0]?.label}</span>
        {last > 5 && <span className="max-sm:hidden">{points[Math.floor(last / 2)]?.label}</span>}
        <span>{points[last]?.label}</span>
      </figcaption>
    </figure>
  );
}

/** Through the middle of each step; what is not known leaves a gap. */
function linePath(points: readonly Point[], step: number, y: (value: number) => number): string {
  let pen = false;
  return points
    .map((p, i) => {
      if (p.value === null) {
        pen = false;
        return '';
      }
      const to = `${pen ? 'L' : 'M'}${(i + 0.5) * step} ${y(p.value)}`;
      const alone = !pen && points[i + 1]?.value == null ? `h0.01` : '';
      pen = true;
      return to + alone;
    })
    .join('');
}
