/** What a provider would report: the catcher is provider and mailbox in one. */
export type Told = {
  /** The mailbox has the message of this ledger row (uuid). Not waited for. */
  delivered?(messageId: string): void;
  /** A mail came back to a return path. The sender is answered when this is done, or told to try again when it fails. */
  returned?(to: string, raw: string): Promise<unknown>;
};
