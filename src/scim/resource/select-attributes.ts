import type { Attribute } from '../schemas/attribute.ts';
import { parseAttributePath } from '../schemas/attribute-path.ts';
import type { ResourceSchema } from '../schemas/registry.ts';
import { isDocument, type ScimDocument, type ScimValue } from './document.ts';

/** What of a resource a request wants to see (RFC 7644 3.9). */
export interface AttributeSelection {
  /** Whether the attribute, given by its path, would be shown: what is not need not be loaded. */
  includes(path: string): boolean;
  /** The resource with only what is to be shown. */
  select(resource: ScimDocument): ScimDocument;
}

export interface SelectionParameters {
  /** Comma-separated in a query, a list in a /.search. */
  attributes?: string | readonly string[] | undefined;
  excludedAttributes?: string | readonly string[] | undefined;
}

type Shown = 'no' | 'whole' | 'parts';

interface Position {
  /** Keys from the root, separated by spaces. */
  place: string;
  within: Shown;
}

/** Names that the schema does not know select nothing. */
export function readSelection(
  { attributes, excludedAttributes }: SelectionParameters,
  schema: ResourceSchema,
): AttributeSelection {
  const wanted = namesIn(attributes);
  const only = wanted && placesOf(wanted, schema);
  const excluded = placesOf(namesIn(excludedAttributes) ?? [], schema);

  /** `within`: how its parent is shown; the root is shown in parts when there is a choice. */
  function shown({ returned }: Attribute, place: string, within: Shown): Shown {
    if (returned === 'never' || within === 'no') return 'no';
    if (returned === 'always') return 'whole';
    if (only?.has(place)) return 'whole';
    if (within === 'parts') {
      const ofParts = [...(only ?? [])].some((one) => one.startsWith(`${place} `));
      return ofParts ? 'parts' : 'no';
    }
    return excluded.has(place) || returned === 'request' ? 'no' : 'whole';
  }

  const root = only ? 'parts' : 'whole';

  function project(
    document: ScimDocument,
    attributes: readonly Attribute[],
    { place, within }: Position,
  ): ScimDocument {
    const projected: ScimDocument = {};
    for (const [key, value] of Object.entries(document)) {
      const attribute = attributes.find(({ name }) => name === key);
      if (!attribute) continue;
      const at = place === '' ? key : `${place} ${key}`;
      const how = shown(attribute, at, within);
      if (how === 'no') continue;
      const part = projectValue(value, attribute, { place: at, within: how });
      if (part !== undefined) projected[key] = part;
    }
    return projected;
  }

  function projectValue(
    value: ScimValue,
    { subAttributes = [] }: Pick<Attribute, 'subAttributes'>,
    position: Position,
  ): ScimValue | undefined {
    if (Array.isArray(value)) {
      const shownOnes = value
        .map((one) => projectValue(one, { subAttributes }, position))
        .filter((one) => one !== undefined);
      return shownOnes.length > 0 || value.length === 0 ? shownOnes : undefined;
    }
    if (!isDocument(value)) return value;
    const parts = project(value, subAttributes, position);
    return Object.keys(parts).length > 0 ? parts : undefined;
  }

  return {
    includes(path) {
      const parsed = parseAttributePath(path);
      const place = parsed && schema.find(parsed);
      if (!place) return false;
      const how = place.chain.reduce<Shown>(
        (within, attribute, i) => shown(attribute, place.keys.slice(0, i + 1).join(' '), within),
        root,
      );
      return how !== 'no';
    },
    select: (resource) => project(resource, schema.attributes, { place: '', within: root }),
  };
}

/** Undefined when nothing is named. */
function namesIn(names: string | readonly string[] | undefined): string[] | undefined {
  const list = typeof names === 'string' ? names.split(',') : (names ?? []);
  const named = list.map((name) => name.trim()).filter((name) => name !== '');
  return named.length > 0 ? named : undefined;
}

/** Keys from the root, separated by spaces. */
function placesOf(names: readonly string[], schema: ResourceSchema): Set<string> {
  const paths = names.map(parseAttributePath).filter((path) => path !== undefined);
  const places = paths.map((path) => schema.find(path)).filter((place) => place !== undefined);
  return new Set(places.map(({ keys }) => keys.join(' ')));
}
