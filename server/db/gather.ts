/**
 * Joins the work of many callers: while one round is under way, what comes in gathers for the next, so that many requests share each
 * commit. A caller's answer comes after the commit of its round. When a round fails, each of its items is tried alone: nobody fails for
 * another's sake.
 * @param run answers one result per item, in order
 * @param most items of one round
 */
export class Gatherer<T, R> {
  private waiting: { item: T; resolve: (result: R) => void; reject: (error: unknown) => void }[] = [];
  private working = false;
  constructor(
    private readonly run: (items: T[]) => Promise<R[]>,
    private readonly most = 500,
  ) {}

  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.working) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.working = true;
    while (this.waiting.length) {
      const round = this.waiting.splice(0, this.most);
      try {
        const results = await this.run(round.map(({ item }) => item));
        for (const [i, { resolve }] of round.entries()) resolve(results[i] as R);
      } catch (error) {
        if (round.length === 1) round[0]?.reject(error);
        else for (const one of round) await this.run([one.item]).then(([result]) => one.resolve(result as R), one.reject);
      }
    }
    this.working = false;
  }
}
