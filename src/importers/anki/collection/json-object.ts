import { corrupt } from './collection-database.ts';

export type JsonObject = Record<string, unknown>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects in a JSON object of a `col` column, by key. */
export function parseObjects(json: string, column: string): [key: string, value: JsonObject][] {
  if (json.trim() === '') return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(json, storable);
  } catch (error) {
    throw corrupt(`its ${column} are no JSON`, error);
  }
  if (!isObject(parsed)) throw corrupt(`its ${column} are no JSON object`);
  return Object.entries(parsed).flatMap(([key, value]) => (isObject(value) ? [[key, value]] : []));
}

/** Escapes in JSON can spell what no database stores: NUL and halves of surrogate pairs. */
function storable(_key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return Buffer.from(value.replaceAll('\0', ''), 'utf8').toString('utf8');
}

export function stringIn(object: JsonObject, key: string): string {
  const value = object[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function objectsIn(object: JsonObject, key: string): JsonObject[] {
  const value = object[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}
