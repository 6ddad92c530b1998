import { encodeId } from '@/contracts/ids';
import type { Filter } from '@/contracts/segment';
import type { Stored } from './stored';

/** The rule of a pixel's audience as the filter that it is: who did the event, on such a page, in so many days, so often. */
export function pixelFilter({ event, path, within_days, times, pixel_id }: NonNullable<Stored['pixel']>): Filter {
  const where = {
    ...(path ? { path: pathTest(path) } : {}),
    ...(pixel_id ? { pixel: encodeId('pixel', pixel_id) } : {}),
  };
  return {
    datatype: 'contact',
    where: {
      $did: {
        event,
        ...(Object.keys(where).length ? { where } : {}),
        ...(times > 1 ? { count: { $gte: times } } : {}),
        since: { $now: `-P${within_days}D` },
      },
    },
  };
}

type PathRule = NonNullable<NonNullable<Stored['pixel']>['path']>;

function pathTest({ match, value }: PathRule): unknown {
  if (match === 'is') return value;
  const literal = value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return { $regex: match === 'starts_with' ? `^${literal}` : literal };
}
