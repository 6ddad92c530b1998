import { Temporal } from 'temporal-polyfill';
import type { StepOf } from '@/contracts/automation';
import { isZone, resolveLocal } from '@/server/sends/resolve-start';

/**
 * The first moment after `now` at which it is `time` in the step's zone, on one of its weekdays. Of the contact's zone when the step says
 * so; the fallback stands in for a missing or unknown one. A time that the clocks leap over is moved by the gap, of two the first is meant.
 */
export function nextLocalTime(step: StepOf<'wait_until'>, contactZone: string | null, now: Date): { at: Date; zone: string } {
  const wanted = step.timezone === 'contact' ? contactZone : step.timezone;
  const zone = wanted && isZone(wanted) ? wanted : step.fallback_timezone;
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  const time = Temporal.PlainTime.from(step.time);
  // nine days: a week, and the two that a leap may cost
  for (let days = 0; days < 9; days++) {
    const day = today.add({ days });
    if (step.weekdays && !step.weekdays.includes(day.dayOfWeek)) continue;
    const { instant } = resolveLocal(day.toPlainDateTime(time), zone);
    if (instant > now) return { at: instant, zone };
  }
  throw new Error(`no ${step.time} within nine days in ${zone}`);
}
