export function rfc3339(ms: number): string {
  return new Date(ms).toISOString();
}
