import type { Connection } from '../../core/people/connections/connection.ts';
import type { TenantSchemas } from '../extensions/tenant-schemas.ts';
import type { ProvisioningChange } from '../log/provisioning-change.ts';
import type { ScimCaller } from '../tokens/scim-callers.ts';

/** A request as endpoints and the operations of a Bulk see it. */
export interface ScimCall {
  caller: ScimCaller;
  connection: Connection;
  schemas: TenantSchemas;
  /** Of the path; empty at collections. */
  id: string;
  /** Parameters of the URL by name in lower case, for clients write `startindex` too. */
  query: ReadonlyMap<string, string>;
  /** Untrusted. */
  body: unknown;
  /** `If-Match` as sent; empty: none. */
  ifMatch: string;
}

export interface ScimAnswer {
  status: number;
  body?: object;
  /** Version of the resource, for ETag. */
  version?: number;
  /** URI of the resource. */
  location?: string;
  headers?: Record<string, string>;
  /** What it made of our people and groups, for the log. */
  change?: ProvisioningChange;
}

export type ScimHandler = (call: ScimCall) => Promise<ScimAnswer>;

/** What can be done to resources of one kind (RFC 7644 3.2). */
export interface ResourceEndpoint {
  create: ScimHandler;
  read: ScimHandler;
  replace: ScimHandler;
  patch: ScimHandler;
  remove: ScimHandler;
}
