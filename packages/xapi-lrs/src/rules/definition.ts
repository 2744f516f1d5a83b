import type { Json, JsonObject } from '../json.ts';

const languageMaps = ['name', 'description'];
const componentLists = ['choices', 'scale', 'source', 'target', 'steps'];
const interactionProperties = ['interactionType', 'correctResponsesPattern', ...componentLists];

/**
 * What is known of an activity once a statement brought another definition of it along: languages and
 * extensions add up, all else is as the later one says. The parts of an interaction of another type go.
 */
export function mergeDefinition(known: JsonObject | undefined, added: JsonObject): JsonObject {
  if (known === undefined) return added;
  const merged: JsonObject = { ...known };
  if (isOtherInteraction(known, added)) {
    for (const key of interactionProperties) delete merged[key];
  }
  for (const [key, value] of Object.entries(added)) {
    merged[key] = mergeProperty(key, merged[key], value);
  }
  return merged;
}

function isOtherInteraction(known: JsonObject, added: JsonObject): boolean {
  return added.interactionType !== undefined && added.interactionType !== known.interactionType;
}

function mergeProperty(key: string, known: Json | undefined, added: Json): Json {
  if (languageMaps.includes(key) || key === 'extensions') return mergeObject(known, added);
  if (componentLists.includes(key)) return mergeComponents(known, added);
  return added;
}

function mergeObject(known: Json | undefined, added: Json): Json {
  return isJsonObject(known) && isJsonObject(added) ? { ...known, ...added } : added;
}

/** The later list, its descriptions with the languages that the earlier one knew them in. */
function mergeComponents(known: Json | undefined, added: Json): Json {
  if (!Array.isArray(known) || !Array.isArray(added)) return added;
  const descriptions = new Map<Json | undefined, Json | undefined>(
    known.filter(isJsonObject).map(({ id, description }) => [id, description]),
  );
  return added.map((component) => {
    if (!isJsonObject(component)) return component;
    const description = descriptions.get(component.id);
    if (description === undefined) return component;
    return { ...component, description: mergeObject(description, component.description ?? {}) };
  });
}

function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
