/** The half of a SHA-256 in hexadecimal that is kept, as PostgreSQL writes a UUID. */
export function halfHash(sha256: string): string {
  const at = (from: number, to: number) => sha256.slice(from, to);
  return `${at(0, 8)}-${at(8, 12)}-${at(12, 16)}-${at(16, 20)}-${at(20, 32)}`;
}
