import { interestsQuery, locationPage, locationsQuery, nodePage, optionsQuery } from '@/contracts/targeting';
import { listLocations } from '@/server/targeting/list-locations';
import { listInterests, listTargetingOptions } from '@/server/targeting/list-nodes';
import { endpoint } from '../endpoint';

const tag = 'Targeting';
const scope = 'read:audiences';
const sourced =
  'The answer says where it comes from and how old it is: the platform itself when an account is connected, else a dated snapshot of its upper levels.';

/** What filters and ads pick from, so that nobody types free strings. */
export const targetingEndpoints = [
  endpoint({
    method: 'GET',
    path: '/audiences/locations',
    scope,
    tag,
    summary: 'Countries and regions',
    description: 'ISO 3166-1 and 3166-2, by name in a language of your choice. A search looks at names and codes, marks and case aside.',
    query: locationsQuery,
    response: locationPage,
    status: 200,
    handler: (_ctx, { query }) => listLocations(query),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/interests',
    scope,
    tag,
    summary: 'Interests of an ads platform',
    description: `A tree: its top, the children of \`parent\`, or a search over all of it. ${sourced}`,
    query: interestsQuery,
    response: nodePage,
    status: 200,
    handler: (ctx, { query }) => listInterests(ctx, query),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/targeting-options',
    scope,
    tag,
    summary: 'Other things to target',
    description: `Languages and time zones of contacts (\`muster\`), or demographics, behaviours and the like of a platform. ${sourced}`,
    query: optionsQuery,
    response: nodePage,
    status: 200,
    handler: (ctx, { query }) => listTargetingOptions(ctx, query),
  }),
];
