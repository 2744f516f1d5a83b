import type { MasterKeys } from '../platform/crypto/master-keys.ts';
import type { Database } from '../platform/database/database.ts';
import type { JobHandler } from '../platform/jobs/job.ts';
import type { Schedule } from '../platform/jobs/schedules/scheduler.ts';
import type { Log } from '../platform/log/log.ts';
import { type ConnectTcp, createGuardedTcp } from '../platform/outbound/guarded-tcp.ts';
import { createLoginThrottle } from './login/login-throttle.ts';
import type { SignInDeps } from './login/sign-in.ts';
import { syncPruneHandler, syncPruneSchedule } from './syncs/prune-syncs.ts';
import { syncSchedule } from './syncs/queue-sync.ts';
import { syncHandler } from './syncs/run-sync.ts';

export interface DirectoryDeps {
  database: Database;
  master: MasterKeys;
  /** OUTBOUND_ALLOW. */
  allow: readonly string[];
  log: Log;
}

/** What the directory surface is made of. */
export interface Directory extends SignInDeps {
  connectTcp: ConnectTcp;
  handlers: JobHandler[];
  schedules: Schedule[];
}

export function createDirectory({ database, master, allow, log }: DirectoryDeps): Directory {
  const connectTcp = createGuardedTcp({ allow });
  return {
    ...{ database, master, connectTcp, throttle: createLoginThrottle() },
    handlers: [syncHandler({ database, master, connectTcp, log }), syncPruneHandler],
    schedules: [syncSchedule(database), syncPruneSchedule],
  };
}
