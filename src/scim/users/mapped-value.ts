import { matches } from '../filter/matches.ts';
import { resolveValueFilter } from '../filter/resolve-filter.ts';
import { parsePath } from '../patch/parse-path.ts';
import { isDocument, type ScimDocument, type ScimValue, valueAt } from '../resource/document.ts';
import { foldValue } from '../resource/fold.ts';
import { findAttribute } from '../schemas/find-attribute.ts';
import type { ResourceSchema } from '../schemas/registry.ts';

/**
 * The text at a path such as `name.givenName` or `emails[type eq "work"].value`: of several the primary
 * one, else the first. Null where there is none, and where the schema has no such attribute any more.
 * @throws ScimError 400 for a path that cannot be read
 */
export function mappedValue(
  document: ScimDocument,
  path: string,
  schema: ResourceSchema,
): string | null {
  const { path: attributePath, filter, sub } = parsePath(path, 'generic');
  const place = schema.find(attributePath);
  if (!place) return null;
  const { chain, keys } = place;
  const list = chain.findIndex(({ multiValued }) => multiValued) + 1;
  if (list === 0) return textOf(valueAt(document, keys));
  const attribute = chain[list - 1];
  const all = valueAt(document, keys.slice(0, list));
  if (!attribute || !Array.isArray(all)) return null;
  const wanted = filter && resolveValueFilter(filter, attribute);
  const elements = all.filter(
    (element) =>
      !wanted || matches(wanted, foldValue(element, { ...attribute, multiValued: false })),
  );
  const chosen = elements.find((one) => isDocument(one) && one.primary === true) ?? elements[0];
  if (chosen === undefined || !isDocument(chosen)) return textOf(chosen);
  const part = sub ?? keys[list] ?? 'value';
  return textOf(valueAt(chosen, [findAttribute(attribute.subAttributes, part)?.name ?? part]));
}

function textOf(value: ScimValue | undefined): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : null;
}
