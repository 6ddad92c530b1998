import { parseCron } from '@/server/schedules/cron';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const MOST_TIMES = 4;

/** A cron pattern in a sentence: "Every Monday at 09:00". @throws as `parseCron` */
export function describeCron(text: string): string {
  const { times, months, days, weekdays } = parseCron(text);
  const on = [weekdays && ofWeek([...weekdays].sort((a, b) => a - b)), days && ofMonth([...days])].filter(Boolean).join(' and ');
  const only = months.size < 12 ? ` in ${list([...months].map((m) => MONTHS[m - 1] ?? ''))}` : '';
  return `${on ? on.charAt(0).toUpperCase() + on.slice(1) : 'Every day'}${only} ${at(times)}`;
}

function ofWeek(days: number[]): string {
  const key = days.join('');
  if (key === '12345') return 'every weekday';
  if (key === '67') return 'every Saturday and Sunday';
  if (key === '1234567') return 'every day';
  return `every ${list(days.map((d) => WEEKDAYS[d - 1] ?? ''))}`;
}

function ofMonth(days: number[]): string {
  const named = days.filter((d) => d > 0).sort((a, b) => a - b);
  const parts = named.length ? [`day ${list(named.map(String))}`] : [];
  if (days.includes(0)) parts.push('the last day');
  return `on ${list(parts)} of the month`;
}

function at(times: number[]): string {
  const clock = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  if (times.length <= MOST_TIMES) return `at ${list(times.map(clock))}`;
  const step = (times[1] ?? 0) - (times[0] ?? 0);
  const even = times.every((time, i) => i === 0 || time - (times[i - 1] ?? 0) === step);
  const range = `from ${clock(times[0] ?? 0)} to ${clock(times.at(-1) ?? 0)}`;
  if (!even) return `at ${times.length} times a day, ${range}`;
  return step === 60 ? `every hour ${range}` : `every ${step % 60 ? `${step} minutes` : `${step / 60} hours`} ${range}`;
}

const list = (words: string[]): string => (words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`);
