import { currentZone } from '@/contracts/time-zones';

const number = new Intl.NumberFormat('en-US');
export const formatNumber = (n: number) => number.format(n);

/** "1 row", "4,180 people". */
export const plural = (n: number, one: string, many = `${one}s`) => `${number.format(n)} ${n === 1 ? one : many}`;

/** A share in 0..1 as a whole percentage; never 100 % before the end, never 0 % after the start. */
export function formatShare(part: number, whole: number) {
  if (whole === 0) return '0 %';
  const percent = (part / whole) * 100;
  if (part > 0 && percent < 1) return '< 1 %';
  if (part < whole && percent > 99) return '> 99 %';
  return `${Math.round(percent)} %`;
}

export const localZone = () => currentZone(Intl.DateTimeFormat().resolvedOptions().timeZone);

const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(zone: string, options: Intl.DateTimeFormatOptions) {
  const key = zone + JSON.stringify(options);
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone });
    formatters.set(key, found);
  }
  return found;
}

const full = { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** "1 May 2027, 09:00" in `zone` (IANA), by default the reader's. `seconds` for logs. */
export const formatInstant = (iso: string, zone = localZone(), seconds = false) =>
  formatter(zone, seconds ? { ...full, second: '2-digit' } : full).format(new Date(iso));

export const formatDay = (iso: string) => formatter(localZone(), { year: 'numeric', month: 'short', day: 'numeric' }).format(new Date(iso));
export const formatClock = (iso: string, zone = localZone()) =>
  formatter(zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(iso));

/** The short name of a zone at an instant: "EDT", "GMT+5:45". */
export const zoneName = (iso: string, zone = localZone()) =>
  formatter(zone, { timeZoneName: 'short' })
    .formatToParts(new Date(iso))
    .find((part) => part.type === 'timeZoneName')?.value ?? zone;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "5 min. ago", "in 2 hr."; beyond 30 days the date. */
export function formatRelative(iso: string, now = Date.now()) {
  const seconds = (Date.parse(iso) - now) / 1000;
  if (Math.abs(seconds) > 30 * 86_400) return formatDay(iso);
  for (const [unit, size] of steps) if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  return Math.abs(seconds) < 5 ? 'now' : relative.format(Math.trunc(seconds), 'second');
}

/** "45 min", "1 h 30 min", "24 h". */
export function formatMinutes(minutes: number) {
  const h = Math.floor(minutes / 60);
  const m = minutes % 60;
  return [h > 0 && `${h} h`, (m > 0 || h === 0) && `${m} min`].filter(Boolean).join(' ');
}

export const formatBytes = (bytes: number) =>
  bytes < 1024 ? `${bytes} B` : bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
