import { isUuid } from '../../platform/crypto/uuid.ts';
import type { ResourceKind } from '../schemas/registry.ts';
import { ScimError } from '../scim-error.ts';

/** The id as it is stored. @throws ScimError 404 for one that no resource can have */
export function requestedId(kind: ResourceKind, id: string): string {
  if (!isUuid(id)) throw noSuchResource(kind, id);
  return id.toLowerCase();
}

/** Another connection's or tenant's is not there either. */
export function noSuchResource(kind: ResourceKind, id: string): ScimError {
  return new ScimError(404, `There is no ${kind} ${id.slice(0, 100)}.`);
}

/** @throws ScimError 404 for what no transaction can be */
export function requestedTransaction(id: string): string {
  if (!isUuid(id)) throw new ScimError(404, 'There is no such transaction.');
  return id.toLowerCase();
}
