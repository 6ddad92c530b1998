import * as z from 'zod';

/*
 * Every setting of Muster, declared once. Nothing else reads process.env for a setting. Without any of them Muster starts its own
 * PostgreSQL and catches its own mail; see scripts/start.ts, which fills in what it started before it starts the rest.
 */

const flag = z
  .enum(['1', '0', 'true', 'false', 'on', 'off'], { error: 'must be on or off' })
  .transform((value) => ['1', 'true', 'on'].includes(value));

const portRange = { error: 'must be a port, 1 to 65535' };
const port = z.coerce.number(portRange).int(portRange).min(1, portRange).max(65_535, portRange);

const hopRange = { error: 'must be the number of proxies in front, 0 to 10' };

const url = (...schemes: string[]) =>
  z.string().refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)), {
    error: `must be a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  });

const variables = z.object({
  NODE_ENV: z.string().default('development'),
  /** PostgreSQL 15 or later. Unset: the embedded one. */
  DATABASE_URL: url('postgres', 'postgresql').optional(),
  /** Where mail goes out. Unset: the local catcher, whose mail is read in the dashboard. */
  SMTP_URL: url('smtp', 'smtps').optional(),
  /** Who invitations and mails about an account come from. Unset: the sender of the organization's last mail, or the person that it is about. */
  MAIL_FROM: z
    .string()
    .regex(/^[^<>@\r\n]*<[^<>@\s]+@[^<>@\s]+>$|^[^<>@\s]+@[^<>@\s]+$/, 'must be an address or `Name <address>`')
    .optional(),
  /** An HTTP gateway that takes `{from, to, text}`. Unset: the local catcher. */
  SMS_URL: url('http', 'https').optional(),
  SMS_TOKEN: z.string().optional(),
  SMS_FROM: z.string().optional(),
  /** Mail that cannot be delivered comes back to `bounces+…@` this domain. Unset: to the sender, or to the catcher when there is one. */
  BOUNCE_DOMAIN: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'must be a domain')
    .optional(),
  /** How people reach Muster: links in mails and cookies are made for it. */
  APP_URL: url('http', 'https')
    .transform((value) => value.replace(/\/+$/, ''))
    .optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  /** How many proxies in front append to X-Forwarded-For. 0: whoever connects is the client, and the header is not believed. */
  TRUST_PROXY: z.coerce.number(hopRange).int(hopRange).min(0, hopRange).max(10, hopRange).default(0),
  MUSTER_DATA_DIR: z.string().default('.muster'),
  /** Signs sessions and unsubscribe links. Unset: made once and kept in the data folder. */
  MUSTER_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  MUSTER_DEMO: flag.optional(),
  /** Automations may call http and addresses of this machine and its network. */
  WEBHOOK_ALLOW_PRIVATE: flag.optional(),
  /** Where the ads platforms are called; unset: the real ones, or with the demo their local stand-ins. */
  ADS_FACEBOOK_URL: url('http', 'https').optional(),
  ADS_GOOGLE_URL: url('http', 'https').optional(),
  ADS_TIKTOK_URL: url('http', 'https').optional(),
  ADS_LINKEDIN_URL: url('http', 'https').optional(),
  ADS_FACEBOOK_VERSION: z
    .string()
    .regex(/^v\d+\.\d+$/, 'must be like v25.0')
    .default('v25.0'),
  ADS_LINKEDIN_VERSION: z
    .string()
    .regex(/^\d{6}$/, 'must be a year and month like 202608')
    .default('202608'),
  /** Set by scripts/start.ts: the addresses above are stand-ins, whose demo accounts may be offered. */
  ADS_STAND_INS: flag.optional(),
  JOBS: z.enum(['embedded', 'inngest'], { error: 'must be embedded or inngest' }).default('embedded'),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  INNGEST_BASE_URL: url('http', 'https').optional(),
  INNGEST_DEV: z.string().optional(),
});

const settings = variables.transform((value) => ({
  ...value,
  APP_URL: value.APP_URL ?? `http://127.0.0.1:${value.PORT}`,
  MUSTER_DEMO: value.MUSTER_DEMO ?? !value.DATABASE_URL,
}));

type Given = Partial<Record<string, string>>;

// Looks at the text, not at the parsed settings: a wrong PORT must not hide a missing secret.
function* conflicts(given: Given): Generator<string> {
  const production = given.NODE_ENV === 'production';
  const inngest = given.JOBS === 'inngest';
  if (production && given.DATABASE_URL && !given.MUSTER_SECRET) {
    yield 'MUSTER_SECRET is required with DATABASE_URL in production; `openssl rand -hex 32` makes one';
  }
  if (production && inngest && !given.INNGEST_SIGNING_KEY) yield 'INNGEST_SIGNING_KEY is required with JOBS=inngest in production';
  if (production && inngest && given.INNGEST_DEV) yield 'INNGEST_DEV turns signatures off and must not be set in production';
  if (given.SMS_TOKEN && !given.SMS_URL) yield 'SMS_TOKEN is set, but SMS_URL is not';
}

export type Env = z.infer<typeof settings>;
/** What a running part of Muster sees: the database and the secret are settled. */
export type RunningEnv = Env & { DATABASE_URL: string; MUSTER_SECRET: string };

/**
 * Reads and checks the settings; an empty variable counts as unset.
 * @throws Error that names every problem, one per line.
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const given: Given = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()));
  const parsed = settings.safeParse(given);
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  const problems = [...wrong, ...conflicts(given)];
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new Error(`These settings are wrong:\n${problems.map((line) => `  ${line}`).join('\n')}`);
}

const holder = globalThis as typeof globalThis & { musterEnv?: RunningEnv };

/** The settings of this process. @throws Error as `readEnv`, and when it was not started by scripts/start.ts or with its variables. */
export function env(): RunningEnv {
  holder.musterEnv ??= running(readEnv());
  return holder.musterEnv;
}

function running(found: Env): RunningEnv {
  const { DATABASE_URL, MUSTER_SECRET } = found;
  if (!DATABASE_URL || !MUSTER_SECRET) {
    const absent = [!DATABASE_URL && 'DATABASE_URL', !MUSTER_SECRET && 'MUSTER_SECRET'].filter(Boolean).join(' and ');
    throw new Error(`${absent} missing: start Muster with \`npm start\`, which settles them, or set them.`);
  }
  return { ...found, DATABASE_URL, MUSTER_SECRET };
}
