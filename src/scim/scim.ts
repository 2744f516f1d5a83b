import type { MasterKeys } from '../platform/crypto/master-keys.ts';
import type { Database } from '../platform/database/database.ts';
import type { JobHandler } from '../platform/jobs/job.ts';
import type { Schedule } from '../platform/jobs/schedules/scheduler.ts';
import type { Log } from '../platform/log/log.ts';
import type { Outbound } from '../platform/outbound/outbound.ts';
import type { RateVerdict } from '../platform/rate-limit/limiter.ts';
import {
  type AsyncBulkDeps,
  bulkHandler,
  bulkPruneHandler,
  bulkPruneSchedule,
} from './bulk/async-bulk.ts';
import { createDiscovery, type Discovery } from './discovery/discovery.ts';
import { createEventKeys, type EventKeys } from './events/event-keys.ts';
import { eventSweepHandler, eventSweepSchedule, pushHandler } from './events/push-events.ts';
import { createSchemaSource, type SchemaSource } from './extensions/tenant-schemas.ts';
import { createGroups, type Groups } from './groups/groups.ts';
import { type ConnectionSource, createConnectionSource } from './http/connection-source.ts';
import { createProvisioningLog, type ProvisioningLog } from './log/provisioning-log.ts';
import { logPruneHandler, logPruneSchedule } from './log/prune.ts';
import { createReplay } from './log/replay.ts';
import { createCursors } from './queries/cursors.ts';
import type { ListDeps } from './queries/list.ts';
import { createTargets } from './queries/targets.ts';
import { createScimCallers, type ScimCallers } from './tokens/scim-callers.ts';
import { createUsers, type Users } from './users/users.ts';

export interface ScimDeps {
  database: Database;
  master: MasterKeys;
  pepper: Uint8Array;
  limiter: { check(kind: 'scim' | 'address', key: string): Promise<RateVerdict> };
  outbound: Outbound;
  publicUrl: string;
  log: Log;
}

/** What the SCIM surface is made of. */
export interface Scim {
  /** URL of `/scim/v2`. */
  base: string;
  limiter: ScimDeps['limiter'];
  callers: ScimCallers;
  connections: ConnectionSource;
  schemas: SchemaSource;
  users: Users;
  groups: Groups;
  lists: ListDeps;
  bulk: Pick<AsyncBulkDeps, 'database' | 'endpoints' | 'base'>;
  discovery: Discovery;
  eventKeys: EventKeys;
  provisioningLog: ProvisioningLog;
  replay: ReturnType<typeof createReplay>;
  handlers: JobHandler[];
  schedules: Schedule[];
  /** Drops what this process remembers of connections, tokens and schemas. */
  forget(): void;
}

export function createScim(deps: ScimDeps): Scim {
  const { database, master, pepper, limiter, outbound, publicUrl, log } = deps;
  const base = `${publicUrl}/scim/v2`;
  const callers = createScimCallers({ database, pepper, limiter });
  const connections = createConnectionSource({ database });
  const schemas = createSchemaSource({ database });
  const users = createUsers({ database, base });
  const groups = createGroups({ database, base });
  const endpoints = { User: users, Group: groups };
  const eventKeys = createEventKeys({ database, master });
  return {
    ...{ base, limiter, callers, connections, schemas, users, groups },
    lists: {
      database,
      cursors: createCursors({ database, master }),
      targets: createTargets(base),
      show: { User: users.show, Group: groups.show },
    },
    bulk: { database, endpoints, base },
    discovery: createDiscovery(base),
    eventKeys,
    provisioningLog: createProvisioningLog({ database, log }),
    replay: createReplay({ database, schemas, base, log }),
    handlers: [
      bulkHandler({ database, schemas, connections, endpoints, base, log }),
      bulkPruneHandler,
      pushHandler({ database, master, outbound, keys: eventKeys, base }),
      eventSweepHandler,
      logPruneHandler,
    ],
    schedules: [bulkPruneSchedule, eventSweepSchedule, logPruneSchedule],
    forget() {
      callers.forget();
      connections.forget();
      schemas.forget();
    },
  };
}
