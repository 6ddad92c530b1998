/** What an API key may be allowed to do. `write:x` does not imply `read:x`; a key lists each. */
export const scopes = [
  'read:audiences',
  'write:audiences',
  'read:contacts',
  'write:contacts',
  'read:templates',
  'write:templates',
  'read:sends',
  'write:sends',
  'read:suppressions',
  'write:suppressions',
  'read:events',
  'write:events',
  'read:campaigns',
  'write:campaigns',
  'read:automations',
  'write:automations',
  'read:ads',
  'write:ads',
  'read:reports',
  'read:indexes',
  'write:indexes',
] as const;
export type Scope = (typeof scopes)[number];

export const roles = ['owner', 'member'] as const;
export type Role = (typeof roles)[number];
