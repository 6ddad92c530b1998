/** A flag one loop sleeps on. Raised while nobody sleeps, it makes the next sleep end at once, so no wake-up is lost. */
export class Signal {
  private raised = false;
  private resolve?: () => void;

  raise(): void {
    this.raised = true;
    this.resolve?.();
  }

  lower(): void {
    this.raised = false;
  }

  /** Sleeps until raised, at most `ms`. */
  async wait(ms: number): Promise<void> {
    if (this.raised) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.resolve = resolve;
      timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
    this.resolve = undefined;
  }
}
