import type { JsonObject } from '../json.ts';

/** What is known of an activity once a statement brought another definition of it along. */
export function mergeDefinition(known: JsonObject | undefined, added: JsonObject): JsonObject {
  return { ...known, ...added };
}
