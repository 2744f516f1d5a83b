import { etagOf } from '../http/conditions.ts';
import type { ScimAnswer } from '../http/scim-call.ts';
import type { ScimError } from '../scim-error.ts';
import { referencedBulkId } from './bulk-references.ts';
import type { BulkOperation } from './read-bulk.ts';

/** What became of an operation (RFC 7644 3.7.3). */
export interface BulkResult {
  /** Of the operation in the request, from 0; not part of the answer. */
  index: number;
  method: string;
  bulkId?: string;
  version?: string;
  location?: string;
  /** HTTP status. */
  status: string;
  /** The error's body. */
  response?: object;
}

export function resultOf(
  index: number,
  { method, bulkId }: BulkOperation,
  { status, version, location }: ScimAnswer,
): BulkResult {
  return {
    ...{ index, method, ...(bulkId !== undefined && { bulkId }) },
    ...(version !== undefined && { version: etagOf(version) }),
    ...(location !== undefined && { location }),
    status: String(status),
  };
}

/** @param base URL of `/scim/v2` */
export function failureOf(
  index: number,
  { method, bulkId, path }: BulkOperation,
  { error: { status, body }, base }: { error: ScimError; base: string },
): BulkResult {
  // RFC 7644 3.7.3: but for a POST, which has made nothing.
  const isThere = method !== 'POST' && referencedBulkId(lastPart(path)) === undefined;
  return {
    ...{ index, method, ...(bulkId !== undefined && { bulkId }) },
    ...(isThere && { location: `${base}/${path.replace(/^\//, '')}` }),
    ...{ status: String(status), response: body },
  };
}

export function isError({ status }: BulkResult): boolean {
  return Number(status) >= 400;
}

/** The bulkId of what an operation has made, and its id. */
export function madeBy({ method, bulkId, status, location }: BulkResult): [string, string][] {
  if (method !== 'POST' || bulkId === undefined || status !== '201' || !location) return [];
  return [[bulkId, lastPart(location)]];
}

/** Of a path or URI: the id. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
