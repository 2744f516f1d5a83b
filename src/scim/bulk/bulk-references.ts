import { isRecord } from '../resource/fields.ts';

const REFERENCE = /^bulkId:(.+)$/i;

/** The bulkId that a text stands for; undefined for other texts. */
export function referencedBulkId(text: string): string | undefined {
  return REFERENCE.exec(text)?.[1];
}

/** Every bulkId that the data name, each once. */
export function bulkIdsIn(data: unknown): string[] {
  const found = new Set<string>();
  function visit(value: unknown): void {
    if (typeof value === 'string') {
      const id = referencedBulkId(value);
      if (id !== undefined) found.add(id);
    } else if (Array.isArray(value)) value.forEach(visit);
    else if (isRecord(value)) Object.values(value).forEach(visit);
  }
  visit(data);
  return [...found];
}

/** The data with ids in the place of bulkIds that are known. */
export function withIds(data: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof data === 'string') return ids.get(referencedBulkId(data) ?? '') ?? data;
  if (Array.isArray(data)) return data.map((one: unknown) => withIds(one, ids));
  if (!isRecord(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, withIds(value, ids)]));
}

/**
 * Parts the attributes at the root by whether they name one of the bulkIds: a resource is made
 * without those of a circle, which are added when all of it is there.
 */
export function partedBy(
  data: unknown,
  bulkIds: ReadonlySet<string>,
): { now: unknown; later: Record<string, unknown> } {
  if (!isRecord(data) || bulkIds.size === 0) return { now: data, later: {} };
  const [now, later]: [[string, unknown][], [string, unknown][]] = [[], []];
  for (const [key, value] of Object.entries(data)) {
    const waits = bulkIdsIn(value).some((id) => bulkIds.has(id));
    (waits ? later : now).push([key, value]);
  }
  return { now: Object.fromEntries(now), later: Object.fromEntries(later) };
}
