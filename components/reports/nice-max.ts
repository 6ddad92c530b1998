/** The top of an axis that holds `max`: an even 1, 2, 4, 5 or 8 times a power of ten, so that half of it is even too. At least 2. */
export function niceMax(max: number): number {
  if (max <= 2) return 2;
  const power = 10 ** Math.floor(Math.log10(max));
  const found = [1, 2, 4, 5, 6, 8, 10].find((n) => n * power >= max && (power > 1 || n % 2 === 0)) ?? 10;
  return found * power;
}
