import { existsSync } from 'node:fs';
import { type Env, readEnv } from '@/server/env';

/** The settings: of the environment, and where that says nothing of `.env` in this folder. @throws Error that lists every problem */
export function readSettings(given: Record<string, string> = {}): Env {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return readEnv({ ...process.env, ...given });
}
