import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { enqueue } from '../../platform/jobs/enqueue.ts';
import { etagOf } from '../http/conditions.ts';
import { endpoints } from '../queries/meta-columns.ts';
import type { ResourceKind } from '../schemas/registry.ts';
import { insertEvents } from './event.store.ts';

export const PUSH_JOB = 'scim.push-events';

const PREFIX = 'urn:ietf:params:scim:event:';

/** What happens to resources, as RFC 9967 2.4 names it. */
export type ResourceEventType =
  | 'prov:create:notice'
  | 'prov:put:notice'
  | 'prov:patch:notice'
  | 'prov:delete'
  | 'prov:activate'
  | 'prov:deactivate';

/** Every event that a feed may bring. */
export const eventUris = [
  'prov:create:notice',
  'prov:put:notice',
  'prov:patch:notice',
  'prov:delete',
  'prov:activate',
  'prov:deactivate',
  'misc:asyncresp',
].map((name) => PREFIX + name);

export interface ResourceEvent {
  type: ResourceEventType;
  kind: ResourceKind;
  id: string;
  externalId?: string | null;
  /** After the event; of what is gone: undefined. */
  version?: number;
  /** Paths of what changed; for notices. */
  attributes?: readonly string[];
}

/** Keeps events of one request for the connection's feed, in its transaction. */
export async function recordEvents(
  db: TenantDb,
  { connectionId, events }: { connectionId: string; events: readonly ResourceEvent[] },
): Promise<void> {
  const txn = uuidv7();
  await keepEvents(
    db,
    connectionId,
    events.map((event) => resourceClaims(event, txn)),
  );
}

export interface AsyncResponse {
  /** Of the request, with the operation's place where it was a Bulk. */
  txn: string;
  /** As in a BulkResponse. */
  operation: { location?: string };
}

/**
 * Keeps what has become of operations that were asked for asynchronously (RFC 9967 2.5.1).
 * @param base URL of `/scim/v2`
 */
export async function recordAsyncResponses(
  db: TenantDb,
  {
    connectionId,
    base,
    responses,
  }: { connectionId: string; base: string; responses: readonly AsyncResponse[] },
): Promise<void> {
  const claims = responses.map(({ txn, operation }) => ({
    txn,
    sub_id: { format: 'scim', uri: (operation.location ?? `${base}/Bulk`).replace(base, '') },
    events: { [`${PREFIX}misc:asyncresp`]: operation },
  }));
  await keepEvents(db, connectionId, claims);
}

async function keepEvents(db: TenantDb, connectionId: string, claims: object[]): Promise<void> {
  const events = claims.map((one) => ({ id: uuidv7(), claims: one }));
  if (!(await insertEvents(db, { connectionId, events }))) return;
  await queuePush(db, connectionId);
}

/** Unless one is queued or runs. */
export async function queuePush(db: TenantDb, connectionId: string): Promise<void> {
  await enqueue(db, { kind: PUSH_JOB, payload: { connectionId }, key: connectionId });
}

function resourceClaims(event: ResourceEvent, txn: string): object {
  const { type, kind, id, externalId, version, attributes } = event;
  return {
    txn,
    sub_id: {
      format: 'scim',
      uri: `${endpoints[kind]}/${id}`,
      ...(externalId && { externalId }),
    },
    events: {
      [PREFIX + type]: {
        ...(attributes && { attributes }),
        ...(version !== undefined && { version: etagOf(version) }),
      },
    },
  };
}
