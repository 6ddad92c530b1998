/** Limits that an API client meets; the README lists them. */
export const limits = {
  importRows: 10_000,
  importBytes: 8 * 1024 * 1024,
  importColumns: 200,
  cellChars: 65_536,
  recipientsPerSend: 10_000,
  batchContacts: 1_000,
  rampMinutes: 1_440,
  subjectVariants: 5,
  bodyBytes: 1024 * 1024,
  metadataBytes: 64 * 1024,
  tags: 100,
  scheduleAheadDays: 366,
  /** Of the API: per key (or user), and of all keys of an organization together. */
  requestsPerMinute: { caller: 3_000, organization: 6_000 },
} as const;

export const channels = ['email', 'sms'] as const;
export type Channel = (typeof channels)[number];
