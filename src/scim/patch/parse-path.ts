import type { Filter } from '../filter/filter.ts';
import { createFilterReader } from '../filter/filter-reader.ts';
import { tokensOf } from '../filter/tokens.ts';
import type { AttributePath } from '../schemas/attribute-path.ts';
import { type ClientProfile, quirksOf } from '../schemas/client-profile.ts';

/** `PATH = attrPath / valuePath [subAttr]` (RFC 7644 3.5.2). */
export interface PatchPath {
  path: AttributePath;
  filter: Filter | undefined;
  /** What follows the filter. */
  sub: string | undefined;
}

/** @throws ScimError 400 invalidPath */
export function parsePath(text: string, profile: ClientProfile): PatchPath {
  const scimType = 'invalidPath';
  const { bareStrings } = quirksOf(profile);
  const reader = createFilterReader(tokensOf(text, scimType), { bareStrings, scimType });
  const path = reader.readPath();
  const filter = reader.readSelection();
  const sub = filter && reader.readSubAttribute();
  reader.readEnd();
  return { path, filter, sub };
}
