import type { AdErrorCode } from '@/contracts/ads';
import type { Credentials } from '../credentials';
import type { Keys } from '../normalise';
import type { PlatformUrl } from '../urls';

/** An account as a call needs it. */
export type Connection = { accountId: string; credentials: Credentials; url: PlatformUrl };

/** One request's worth of people. `people` holds hashes only. `session` and `seq` number the requests of a sync for platforms that ask. */
type Push = {
  externalId: string;
  op: 'add' | 'remove';
  people: Keys[];
  consent: 'granted' | 'unspecified';
  session: string;
  seq: number;
};

/** Somebody of the request (`index` into `people`) who was not taken. `again`: may be taken when tried once more. */
export type Refusal = { index: number; code: AdErrorCode; message: string; again: boolean };

/**
 * `taken` false: nothing of the request was processed because of those refused. `unnamed`: how many more were refused without being
 * named. `processing`: ask later by `reference`.
 */
export type Pushed = { reference: string | null; taken: boolean; refused: Refusal[]; unnamed: number; processing: boolean };

/** How an asynchronous request went. `failed`: how many people it refused, all of them or an unnamed part. */
export type Outcome =
  | { state: 'processing' }
  | { state: 'done' }
  | { state: 'failed' | 'partial'; failed: number; code: AdErrorCode; message: string; again: boolean };

/** `above`: names from the top of the platform's tree down to its parent. */
export type Interest = { id: string; name: string; above: string[] };

type Renewed = { credentials: Credentials; expiresAt: Date | null };

/** What this product asks of a platform. Every method throws AdsError. */
export type Platform = {
  /** Proves that the account may be used; names it. */
  check(c: Connection): Promise<{ name: string; expiresAt: Date | null }>;
  /** Whether these credentials can be renewed, and a new token by them. */
  renews(credentials: Credentials): boolean;
  renew(c: Connection): Promise<Renewed>;
  createAudience(c: Connection, name: string): Promise<string>;
  readAudience(c: Connection, externalId: string): Promise<{ name: string; size: number | null }>;
  push(c: Connection, push: Push): Promise<Pushed>;
  ask?(c: Connection, reference: string): Promise<Outcome>;
  /** What people are interested in, as ads target it: all, or those of a name. Absent where the connected API has no such list. */
  interests?(c: Connection, q: string | undefined): Promise<Interest[]>;
};

export const taken = (reference: string | null = null): Pushed => ({ reference, taken: true, refused: [], unnamed: 0, processing: false });
