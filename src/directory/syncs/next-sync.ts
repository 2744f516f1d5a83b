/** When a sync is due again; null: only by hand. */
export function nextSync(minutes: number | null): Date | null {
  return minutes === null ? null : new Date(Date.now() + minutes * 60_000);
}
