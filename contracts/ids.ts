import { TypeID } from 'typeid-js';
import * as z from 'zod';

/** Prefixes of public ids: `con_01k…`, a TypeID (uuid v7 in Crockford base32, so ids sort by creation time). */
export const idPrefixes = {
  organization: 'org',
  user: 'usr',
  session: 'ses',
  member: 'mem',
  invitation: 'inv',
  contact: 'con',
  audience: 'aud',
  send: 'snd',
  message: 'msg',
  template: 'tpl',
  import: 'imp',
  apiKey: 'key',
  audit: 'log',
  suppression: 'sup',
  mail: 'eml',
  event: 'evt',
  campaign: 'cmp',
  campaignRun: 'occ',
  automation: 'atm',
  automationRun: 'run',
  pixel: 'pix',
  visitor: 'vis',
  webhook: 'whk',
  adAccount: 'ada',
  adAudience: 'adu',
  adSync: 'ads',
  adMember: 'adm',
  adSyncError: 'ade',
  filterIndex: 'fix',
} as const;
export type IdKind = keyof typeof idPrefixes;

/** uuid (database) → public id (edge). */
export const encodeId = (kind: IdKind, uuid: string): string => TypeID.fromUUID(idPrefixes[kind], uuid).toString();

/** Public id → uuid, or null when it is malformed or of another kind. */
export function decodeId(kind: IdKind, id: string): string | null {
  try {
    return TypeID.fromString(id, idPrefixes[kind]).toUUID();
  } catch {
    return null;
  }
}

/** Schema of an id in a body or a query: reads the public form, yields the uuid; 422 when malformed. */
export const idSchema = (kind: IdKind) =>
  z
    .string()
    .meta({ example: `${idPrefixes[kind]}_01jzzzzzzzzzzzzzzzzzzzzzzz` })
    .transform((value, ctx) => {
      const uuid = decodeId(kind, value);
      if (uuid) return uuid;
      ctx.addIssue({ code: 'custom', message: `not ${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind} id (expected ${idPrefixes[kind]}_…)` });
      return z.NEVER;
    });
