/** A share in [0,1] on the scale 0 to 100, with at most two decimals. */
export function rawScore(scaled: number): string {
  return String(Math.round(Math.min(1, Math.max(0, scaled)) * 10_000) / 100);
}
