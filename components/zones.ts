import { timeZoneNames } from '@/contracts/time-zones';

let zones: string[] | undefined;

/** IANA time zones that the browser knows, UTC first. */
export function timeZones(): string[] {
  zones ??= ['UTC', ...timeZoneNames().filter((zone) => zone !== 'UTC')];
  return zones;
}
