import type postgres from 'postgres';

export type Effect = { run: string; label: string; detail: unknown; at: number };

/**
 * What the functions under test did, in a table of its own and outside the runner's transactions: a side effect in the
 * real world. `key` tells the tests apart, so that they may run side by side.
 */
export class Effects {
  constructor(private readonly sql: postgres.Sql) {}

  async create(): Promise<this> {
    await this.sql`
      create table if not exists effects (id bigserial primary key, key text not null, run text not null, label text not null,
        detail jsonb, at timestamptz not null default clock_timestamp())`;
    return this;
  }

  /** Records one effect; `detail` is any JSON. */
  readonly record = async (key: string, run: string, label: string, detail: unknown = null): Promise<void> => {
    await this.sql`insert into effects (key, run, label, detail) values (${key}, ${run}, ${label}, ${JSON.stringify(detail)}::text::jsonb)`;
  };

  /** Effects of one test in order; `label` is a prefix. */
  async of(key: string, label = ''): Promise<Effect[]> {
    const rows = await this.sql<(Omit<Effect, 'at'> & { at: Date })[]>`
      select run, label, detail, at from effects where key = ${key} and starts_with(label, ${label}) order by id`;
    return rows.map((row) => ({ ...row, at: row.at.getTime() }));
  }

  async count(key: string, label: string): Promise<number> {
    return (await this.of(key, label)).length;
  }

  /** Waits for `n` effects with this label prefix and returns all there are. */
  async until(key: string, label: string, n = 1, ms = 50_000): Promise<Effect[]> {
    for (const end = Date.now() + ms; ; await pause(25)) {
      const found = await this.of(key, label);
      if (found.length >= n) return found;
      if (Date.now() > end) {
        const all = (await this.of(key)).map((effect) => effect.label).join(', ');
        throw new Error(`${found.length} of ${n} ${label} after ${ms} ms; there are: ${all || 'none'}`);
      }
    }
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
