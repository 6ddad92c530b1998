export type Row = { email?: string; phone?: string };

/** A platform's audience: a set of people known by hashes. Adding somebody twice changes nothing but `times`. */
export class Crowd {
  private readonly people = new Map<string, Row>();
  private readonly byPhone = new Map<string, string>();
  /** How often each person was handed in since the crowd was made. */
  readonly times = new Map<string, number>();

  constructor(
    readonly id: string,
    readonly name: string,
    readonly account: string,
    rows: Row[] = [],
  ) {
    for (const row of rows) this.add(row);
    this.times.clear();
  }

  add(row: Row): void {
    const key = row.email ?? row.phone;
    if (!key) return;
    this.times.set(key, (this.times.get(key) ?? 0) + 1);
    this.people.set(key, row);
    if (row.phone) this.byPhone.set(row.phone, key);
  }

  remove(row: Row): void {
    for (const key of [row.email, row.phone, row.phone && this.byPhone.get(row.phone)]) {
      const found = key && this.people.get(key);
      if (!found || !key) continue;
      this.people.delete(key);
      if (found.phone) this.byPhone.delete(found.phone);
    }
  }

  has = (hash: string): boolean => this.people.has(hash) || this.byPhone.has(hash);
  get size(): number {
    return this.people.size;
  }
  rows = (): Row[] => [...this.people.values()];
}
