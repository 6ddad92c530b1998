import * as z from 'zod';
import { idSchema } from '@/contracts/ids';
import {
  changeSchema,
  changesQuery,
  historyQuery,
  membersOnSchema,
  sizeHistorySchema,
  sizeQuery,
  staySchema,
  watchSchema,
} from '@/contracts/membership';
import { pageOf, pageQuery } from '@/contracts/page';
import { contactAudiences } from '@/server/membership/contact-audiences';
import { getWatch } from '@/server/membership/get-watch';
import { listChanges } from '@/server/membership/list-changes';
import { membersOn } from '@/server/membership/members-on';
import { setHistory } from '@/server/membership/set-history';
import { sizeHistory } from '@/server/membership/size-history';
import { endpoint } from '../endpoint';

const tag = 'Entering and leaving';
const params = z.object({ id: idSchema('audience') });

/** Who enters and leaves audiences of any kind, once somebody watches: a person, an automation, or a sync of ads. */
export const membershipEndpoints = [
  endpoint({
    method: 'GET',
    path: '/audiences/:id/watch',
    scope: 'read:audiences',
    tag,
    summary: 'Whether an audience is watched',
    description: 'For whom, since when, and whether it can be evaluated: a `broken` one keeps its history as it was, with the reason.',
    params,
    response: watchSchema,
    status: 200,
    handler: (ctx, { params }) => getWatch(ctx, params.id),
  }),
  endpoint({
    method: 'PUT',
    path: '/audiences/:id/watch',
    scope: 'write:audiences',
    tag,
    summary: 'Keep the history of an audience',
    description: 'From now on, who enters and who leaves is recorded. Those who are in when it begins have not entered.',
    params,
    response: watchSchema,
    status: 200,
    handler: (ctx, { params }) => setHistory(ctx, { id: params.id, on: true }),
  }),
  endpoint({
    method: 'DELETE',
    path: '/audiences/:id/watch',
    scope: 'write:audiences',
    tag,
    summary: 'Stop keeping the history of an audience',
    description: 'What was recorded stays. It goes on being watched while an automation or a sync of ads needs it.',
    params,
    response: watchSchema,
    status: 200,
    handler: (ctx, { params }) => setHistory(ctx, { id: params.id, on: false }),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/:id/changes',
    scope: 'read:audiences',
    tag,
    summary: 'Who entered and left',
    description: 'Newest first: who, when, and why. A committed change is here within a second, once.',
    params,
    query: changesQuery,
    response: pageOf(changeSchema),
    status: 200,
    handler: (ctx, { params, query }) => listChanges(ctx, { ...query, id: params.id }),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/:id/history',
    scope: 'read:audiences',
    tag,
    summary: 'Who was in on a day',
    description: 'At the end of the day (UTC), or now when it is not over. 422 `not_followed` for a time when nobody watched.',
    params,
    query: historyQuery,
    response: membersOnSchema,
    status: 200,
    handler: (ctx, { params, query }) => membersOn(ctx, { ...query, id: params.id }),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/:id/size-history',
    scope: 'read:audiences',
    tag,
    summary: 'Size by day, and what moved it',
    description: 'The size at the end of each day (UTC), and how many entered and left on it by kind of cause.',
    params,
    query: sizeQuery,
    response: sizeHistorySchema,
    status: 200,
    handler: (ctx, { params, query }) => sizeHistory(ctx, { ...query, id: params.id }),
  }),
  endpoint({
    method: 'GET',
    path: '/contacts/:id/audiences',
    scope: 'read:contacts',
    tag,
    summary: 'The audiences a contact was in',
    description: 'Of those that are or were watched: when they came and went, and what moved them.',
    params: z.object({ id: idSchema('contact') }),
    query: pageQuery,
    response: pageOf(staySchema),
    status: 200,
    handler: (ctx, { params, query }) => contactAudiences(ctx, { ...query, id: params.id }),
  }),
];
