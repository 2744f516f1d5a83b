import type { ClientProfile } from '../schemas/client-profile.ts';
import type { Filter } from './filter.ts';

/**
 * Parses the whole grammar of RFC 7644 3.4.2.2, and `emails[type eq "work"].value eq "x"`, which
 * means one element that satisfies both. At most 4,096 bytes, 20 levels and 100 nodes.
 * @throws ScimError 400 invalidFilter
 */
export function parseFilter(_text: string, _profile: ClientProfile): Filter {
  throw new Error('not written yet');
}
