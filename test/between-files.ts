/*
 * Files that share a process each start as in a new one: the environment as it was given, and nothing of what the product keeps once per
 * process (its pool, its settings, its channels).
 */
const holder = globalThis as typeof globalThis & { environmentGiven?: NodeJS.ProcessEnv };
holder.environmentGiven ??= { ...process.env };
const given = holder.environmentGiven;
for (const name of Object.keys(process.env)) if (!(name in given)) delete process.env[name];
Object.assign(process.env, given);
for (const name of Object.keys(globalThis)) if (name.startsWith('muster')) delete (globalThis as Record<string, unknown>)[name];
