import { fieldsOf, namesUrn } from '../resource/fields.ts';
import { badRequest, ScimError } from '../scim-error.ts';

const BULK_REQUEST_URN = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
export const MAX_OPERATIONS = 1_000;
export const MAX_PAYLOAD = 4 * 2 ** 20;

/** One operation as it was sent; whether it makes sense is found out when its turn comes. */
export interface BulkOperation {
  method: string;
  bulkId: string | undefined;
  path: string;
  /** As of If-Match; empty: none. */
  version: string;
  data: unknown;
}

export interface BulkRequest {
  /** After so many errors nothing more is done; infinite where the client does not say. */
  failOnErrors: number;
  operations: BulkOperation[];
}

/** RFC 7644 3.7. @throws ScimError 400 | 413 */
export function readBulk(body: unknown): BulkRequest {
  const fields = fieldsOf(body);
  if (!namesUrn(fields?.get('schemas'), BULK_REQUEST_URN)) {
    throw badRequest('invalidSyntax', `"schemas" of a Bulk is ["${BULK_REQUEST_URN}"].`);
  }
  const operations: unknown = fields?.get('operations');
  if (!Array.isArray(operations)) {
    throw badRequest('invalidSyntax', '"Operations" is a list of operations.');
  }
  if (operations.length > MAX_OPERATIONS) {
    throw new ScimError(413, `A Bulk has at most ${MAX_OPERATIONS} operations (maxOperations).`);
  }
  const read = operations.map(readOperation);
  refuseRepeated(read);
  return { failOnErrors: limitOf(fields?.get('failonerrors')), operations: read };
}

function limitOf(value: unknown): number {
  if (value === undefined || value === null || value === 0) return Number.POSITIVE_INFINITY;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw badRequest('invalidValue', 'failOnErrors is a whole number.');
}

function readOperation(entry: unknown): BulkOperation {
  const fields = fieldsOf(entry);
  if (!fields) throw badRequest('invalidSyntax', 'An operation is an object.');
  const text = (name: string): string => {
    const value = fields.get(name);
    return typeof value === 'string' ? value : '';
  };
  return {
    method: text('method').toUpperCase(),
    bulkId: text('bulkid') || undefined,
    path: text('path'),
    version: text('version'),
    data: fields.get('data'),
  };
}

/** RFC 7644 3.7.2: a bulkId is unique among the operations that make resources. */
function refuseRepeated(operations: readonly BulkOperation[]): void {
  const seen = new Set<string>();
  for (const { method, bulkId } of operations) {
    if (method !== 'POST' || bulkId === undefined) continue;
    if (seen.has(bulkId)) {
      throw badRequest('invalidValue', `Two operations have the bulkId ${bulkId.slice(0, 100)}.`);
    }
    seen.add(bulkId);
  }
}
