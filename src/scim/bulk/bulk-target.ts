import type { ResourceEndpoint, ScimHandler } from '../http/scim-call.ts';
import type { ResourceKind } from '../schemas/registry.ts';
import { badRequest, ScimError } from '../scim-error.ts';
import type { BulkOperation } from './read-bulk.ts';

export type Endpoints = Record<ResourceKind, ResourceEndpoint>;

export interface BulkTarget {
  kind: ResourceKind;
  handler: ScimHandler;
  /** As in the path: an id, `bulkId:...`, or empty. */
  id: string;
}

const PATH = /^\/?(Users|Groups)(?:\/([^/?#]+))?\/?$/i;

/** What an operation is about (RFC 7644 3.7). @throws ScimError 400 | 405 */
export function targetOf(
  { method, path }: Pick<BulkOperation, 'method' | 'path'>,
  endpoints: Endpoints,
): BulkTarget {
  const [, collection, id = ''] = PATH.exec(path) ?? [];
  if (!collection) {
    throw badRequest('invalidPath', 'The path of an operation is /Users or /Groups, with an id.');
  }
  const kind = collection.toLowerCase() === 'users' ? 'User' : 'Group';
  const { create, replace, patch, remove } = endpoints[kind];
  const ofResource: Record<string, ScimHandler> = { PUT: replace, PATCH: patch, DELETE: remove };
  const handler = id === '' ? (method === 'POST' ? create : undefined) : ofResource[method];
  if (!handler) throw new ScimError(405, `${method || 'No method'} does not go with ${path}.`);
  return { kind, handler, id };
}
