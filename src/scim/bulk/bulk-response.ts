import type { BulkResult } from './bulk-result.ts';

const BULK_RESPONSE_URN = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

/** RFC 7644 3.7. */
export function bulkResponse(results: readonly BulkResult[]) {
  return { schemas: [BULK_RESPONSE_URN], Operations: results.map(shownResult) };
}

export function shownResult({ index: _, ...result }: BulkResult) {
  return result;
}
