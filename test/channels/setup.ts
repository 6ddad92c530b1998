import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll } from 'vitest';
import type { Verdict } from '@/server/channels/catcher/behaviour';
import { type Catcher, startCatcher } from '@/server/channels/catcher/start';
import type { OutgoingEmail } from '@/server/channels/channel';
import { createEmailChannel } from '@/server/channels/email';
import { createUnsubscribeUrl } from '@/server/channels/unsubscribe-token';
import { type Database, openDatabase } from '@/server/db/client';
import { testDatabase } from '../db';

export const settings = { APP_URL: 'https://muster.example', MUSTER_SECRET: 'a secret of the tests, 32 characters or more' };

type World = { db: Database; databaseUrl: string; catcher: Catcher; misbehave: Map<string, Verdict> };

/** A database and a catcher for one file. `misbehave` says by address what the catcher is to do. */
export function openCatcher(): World {
  const world = { misbehave: new Map() } as World;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await testDatabase();
    drop = database.drop;
    world.databaseUrl = database.url;
    world.db = openDatabase(database.url, { max: 5 });
    world.catcher = await startCatcher({ databaseUrl: database.url, behaviour: ({ to }) => world.misbehave.get(to) });
  });
  afterAll(async () => {
    await world.catcher.stop();
    await world.db.$client.end();
    await drop();
  });
  return world;
}

/** The raw mails to an address, oldest first. */
export async function caught(
  db: Database,
  to: string,
): Promise<{ raw: string; org_id: string | null; subject: string; from_address: string }[]> {
  return db.$client`select raw, org_id, subject, from_address from mailbox where to_address = ${to} order by id`;
}

let counter = 0;
export const newAddress = () => `person${++counter}@example.com`;

export function email(values: Partial<OutgoingEmail> = {}): OutgoingEmail {
  const orgId = values.orgId ?? uuidv7();
  const to = values.to ?? newAddress();
  return {
    channel: 'email',
    id: uuidv7(),
    orgId,
    from: 'News <hello@example.com>',
    to,
    subject: 'Hello',
    html: '<p>Hello</p>',
    text: 'Hello',
    unsubscribeUrl: createUnsubscribeUrl({ orgId, channel: 'email', address: to }, settings),
    ...values,
  };
}

/** Delivers one mail over a channel of its own. */
export async function deliverTo(url: string, mail: OutgoingEmail, options: { socketTimeout?: number } = {}) {
  const channel = createEmailChannel({ url, connections: 1, ...options });
  try {
    return await channel.deliver(mail);
  } finally {
    await channel.close();
  }
}
