/**
 * What came of handing one message over.
 * - accepted: the provider took it; `providerId` is its name for it.
 * - rejected: a definite no that repeating will not change. `hardBounce`: the address itself is dead, so it is to be suppressed.
 * - retry: certainly not taken; try again (`afterMs` when the provider said when).
 * - ambiguous: it may have been taken (RFC 1047's gap). Repeat only where the channel deduplicates by key; otherwise it is `unknown`.
 */
export type Outcome =
  | { kind: 'accepted'; providerId: string }
  | { kind: 'rejected'; permanent: true; code: string; message: string; hardBounce: boolean }
  | { kind: 'retry'; afterMs?: number; message: string }
  | { kind: 'ambiguous'; message: string };

type Outgoing = {
  /** Uuid of the ledger row (of the test, for a test send): the idempotency key, and part of the Message-ID. */
  id: string;
  /** Uuid of the organization that sends; null: Muster itself, to a person about their account. */
  orgId: string | null;
  /** email: an address or `Name <address>`; sms: E.164 or a sender id. */
  from: string;
  /** In normal form (contracts/address). */
  to: string;
  text: string;
};

export type OutgoingEmail = Outgoing & {
  channel: 'email';
  subject: string;
  html: string;
  /** None for a mail about Muster itself, such as an invitation: it is no mailing, and has no list headers. */
  unsubscribeUrl?: string;
  /** Where it goes when it cannot be delivered: the envelope sender; else the address of `from`. */
  returnPath?: string;
  /** What List-Id names: public id and name of the audience. Without it, the organization. */
  list?: { id: string; name: string };
  test?: boolean;
  /** Uuid of the person whose account it is about: the local mailbox shows it to nobody else. */
  userId?: string;
};
export type OutgoingSms = Outgoing & { channel: 'sms'; orgId: string };

/** One way out. `deliver` never throws for what a provider or a network does: that is an outcome. */
type DeliveryChannel<M extends Outgoing> = {
  /** `key`: the provider answers the same key with its first answer, so an ambiguous message may be repeated. */
  readonly dedupe: 'key' | 'none';
  deliver(message: M): Promise<Outcome>;
  /** Lets deliveries under way finish, then closes connections. */
  close(): Promise<void>;
};
export type EmailChannel = DeliveryChannel<OutgoingEmail>;
export type SmsChannel = DeliveryChannel<OutgoingSms>;
