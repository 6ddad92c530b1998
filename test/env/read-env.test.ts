import { expect, test } from 'vitest';
import { readEnv } from '@/server/env';

const secret = 'x'.repeat(32);

test('nothing is needed', () => {
  expect(readEnv({})).toMatchObject({
    PORT: 3000,
    HOST: '127.0.0.1',
    APP_URL: 'http://127.0.0.1:3000',
    MUSTER_DATA_DIR: '.muster',
    MUSTER_DEMO: true,
    JOBS: 'embedded',
  });
});

test('an empty variable counts as unset, and a trailing slash of APP_URL goes', () => {
  expect(readEnv({ PORT: '', SMTP_URL: ' ', APP_URL: 'https://muster.example.com/' })).toMatchObject({
    PORT: 3000,
    APP_URL: 'https://muster.example.com',
  });
});

test('the demo is for the embedded database unless asked for', () => {
  const DATABASE_URL = 'postgres://u:p@db.example.com/muster';
  expect(readEnv({ DATABASE_URL }).MUSTER_DEMO).toBe(false);
  expect(readEnv({ DATABASE_URL, MUSTER_DEMO: 'on' }).MUSTER_DEMO).toBe(true);
  expect(readEnv({ MUSTER_DEMO: '0' }).MUSTER_DEMO).toBe(false);
});

test('every problem is told at once, by name, and no value is repeated', () => {
  const source = {
    DATABASE_URL: 'mysql://root:hunter2@db/muster',
    SMTP_URL: 'mail.example.com',
    PORT: '70000',
    MUSTER_SECRET: 'short',
    JOBS: 'cron',
    MUSTER_DEMO: 'maybe',
    SMS_TOKEN: 'gateway',
  };
  let text = '';
  try {
    readEnv(source);
  } catch (error) {
    text = (error as Error).message;
  }
  for (const name of Object.keys(source)) expect(text).toContain(`  ${name} `);
  expect(text.split('\n')).toHaveLength(1 + Object.keys(source).length);
  expect(text).not.toMatch(/hunter2|gateway/);
});

test('production asks for what must not be made up', () => {
  const DATABASE_URL = 'postgres://u:p@db.example.com/muster';
  expect(() => readEnv({ NODE_ENV: 'production', DATABASE_URL })).toThrow(/MUSTER_SECRET is required/);
  expect(() => readEnv({ NODE_ENV: 'production', DATABASE_URL, MUSTER_SECRET: secret, JOBS: 'inngest' })).toThrow(
    /INNGEST_SIGNING_KEY is required/,
  );
  expect(() => readEnv({ NODE_ENV: 'production', JOBS: 'inngest', INNGEST_SIGNING_KEY: 'k', INNGEST_DEV: '1' })).toThrow(/INNGEST_DEV/);
  expect(readEnv({ NODE_ENV: 'production' }).JOBS).toBe('embedded');
});
