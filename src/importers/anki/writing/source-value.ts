/** Reading back what an import kept in `source`; it may come from anywhere, and be anything. */
export type Source = Record<string, unknown> | undefined;

export function numberFrom(source: Source, key: string): number | undefined {
  const value = source?.[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function textFrom(source: Source, key: string): string | undefined {
  const value = source?.[key];
  return typeof value === 'string' ? value : undefined;
}

export function objectFrom(source: Source, key: string): Record<string, unknown> {
  const value = source?.[key];
  return isRecord(value) ? value : {};
}

export function objectsFrom(source: Source, key: string): Record<string, unknown>[] {
  const value = source?.[key];
  return Array.isArray(value) ? value.map((item) => (isRecord(item) ? item : {})) : [];
}

/** An id of the original: a number, or digits where it does not fit one. */
export function idFrom(source: Source, key: string): string | undefined {
  const value = source?.[key];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return String(value);
  return typeof value === 'string' && /^[1-9]\d{0,18}$/.test(value) ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
