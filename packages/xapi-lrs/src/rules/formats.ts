import type { JsonObject } from '../json.ts';
import type { Statement } from './statement.ts';

/** `format=ids`: only what identifies agents, activities, verbs and groups. */
export function idsOf(statement: Statement): Statement {
  return statement;
}

/**
 * `format=canonical`: definitions as the LRS knows them, and one language per map.
 * @param acceptLanguage the header (RFC 9110 12.5.4)
 */
export function canonicalOf(
  statement: Statement,
  _acceptLanguage: string | undefined,
  _definitionOf: (activityId: string) => JsonObject | undefined,
): Statement {
  return statement;
}

/** One language per map of a definition, as in `format=canonical`. */
export function inLanguage(
  definition: JsonObject,
  _acceptLanguage: string | undefined,
): JsonObject {
  return definition;
}

/** Ids of the activities whose definitions `canonicalOf` asks for. */
export function activitiesOf(_statement: Statement): string[] {
  return [];
}
