import { uuidv7 } from 'uuidv7';
import type { Role, Scope } from '@/contracts/scopes';
import type { Database, Executor } from './db/client';

declare const orgId: unique symbol;
/** A tenant that was proved: minted by the session gate, the API-key check, and (re-proved from a row) jobs; nowhere else. */
export type OrgId = string & { readonly [orgId]: true };

export type Actor =
  | { type: 'user'; id: string; role: Role }
  | { type: 'api_key'; id: string; scopes: readonly Scope[] }
  | { type: 'job'; id: string }
  /** A service that reports to us, by its hook. */
  | { type: 'webhook'; id: string }
  /** A person who acts on a mail: unsubscribe. */
  | { type: 'recipient'; id: string };

export type Ctx = {
  orgId: OrgId;
  actor: Actor;
  /** The pool, or a transaction: with an Idempotency-Key the verb and the answer it is remembered by commit together. */
  db: Executor;
  /** The one clock of a request. */
  now: Date;
  requestId: string;
};

/** For what cannot run inside a transaction of the caller: it needs the pool itself (COPY, a second connection). */
export type PoolCtx = Ctx & { db: Database };

/** The same request inside a transaction. */
export type TxCtx = Ctx;

export const newRequestId = () => `req_${uuidv7().replaceAll('-', '')}`;
