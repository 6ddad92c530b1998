/** Messages of each bar when n are spread evenly over the window: the k-th goes at floor(k · window / n). At most 60 bars. */
export function rampBars(n: number, rampMinutes: number): { minutes: number; counts: number[] } {
  if (rampMinutes === 0) return { minutes: 0, counts: [n] };
  const bars = Math.min(60, rampMinutes);
  const upTo = (bar: number) => Math.ceil((n * bar) / bars);
  return { minutes: rampMinutes / bars, counts: Array.from({ length: bars }, (_, i) => upTo(i + 1) - upTo(i)) };
}
