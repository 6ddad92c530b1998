import type * as z from 'zod';
import { metadataIssues } from '@/contracts/metadata';
import { type PixelAnswer, pixelEventSchema, pixelLimits, type pixelReport } from '@/contracts/pixel';
import { isStorable } from '@/contracts/text';

export type Report = z.output<typeof pixelReport>;
/** An event that may be written; `key` is the browser's own id of it. */
export type CheckedEvent = { key: string; name: string; properties: Record<string, unknown>; occurredAt: string };
type Checked = { events: CheckedEvent[]; refused: PixelAnswer['refused'] };

const hour = 3_600_000;
const ahead = 5 * 60_000;

/**
 * The events of a report, each judged alone. When it happened is counted back from the moment of sending, so that a browser whose clock is
 * wrong is understood: `now − (s − t)`. Ahead of its own sending: `in_the_future`; more than a day behind: `too_old`.
 */
export function checkReport({ e, s }: Report, pixelId: string, now: Date): Checked {
  const events: CheckedEvent[] = [];
  const refused: Checked['refused'] = [];
  const seen = new Set<string>();
  for (const [index, given] of e.entries()) {
    const no = (code: string, message: string) => refused.push({ index, code, message });
    const parsed = pixelEventSchema.safeParse(given);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      no('invalid_event', `${issue?.path.join('.') || 'event'}: ${issue?.message ?? 'not an event'}`);
      continue;
    }
    const { i, n, t, p } = parsed.data;
    const age = s - t;
    const [issue] = metadataIssues(p);
    if (issue) no(issue.code, `${['p', ...issue.path].join('.')}: ${issue.message}`);
    else if (!isStorable(n)) no('invalid_text', 'the name cannot be stored');
    else if (Buffer.byteLength(JSON.stringify(p)) > pixelLimits.propertyBytes)
      no('too_large', `the properties of an event have at most ${pixelLimits.propertyBytes} bytes`);
    else if (age < -ahead) no('in_the_future', 'the event lies after its own sending');
    else if (age > pixelLimits.skewHours * hour) no('too_old', `an event is reported within ${pixelLimits.skewHours} hours`);
    else if (!seen.has(i)) {
      seen.add(i);
      const occurredAt = new Date(now.getTime() - Math.max(age, 0)).toISOString();
      events.push({ key: i, name: n, properties: { ...p, pixel: pixelId }, occurredAt });
    }
  }
  return { events, refused };
}
