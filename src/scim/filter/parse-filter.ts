import { type ClientProfile, quirksOf } from '../schemas/client-profile.ts';
import type { Filter } from './filter.ts';
import { createFilterReader } from './filter-reader.ts';
import { tokensOf } from './tokens.ts';

/**
 * Parses the whole grammar of RFC 7644 3.4.2.2, and `emails[type eq "work"].value eq "x"`, which
 * means one element that satisfies both. At most 4,096 bytes, 20 levels and 100 nodes.
 * @throws ScimError 400 invalidFilter
 */
export function parseFilter(text: string, profile: ClientProfile): Filter {
  const { bareStrings } = quirksOf(profile);
  const reader = createFilterReader(tokensOf(text, 'invalidFilter'), {
    bareStrings,
    scimType: 'invalidFilter',
  });
  const filter = reader.readFilter();
  reader.readEnd();
  return filter;
}
