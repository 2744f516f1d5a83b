import type { PostgresStore } from '@crosswalk/xapi-lrs';
import type { StatementSink } from '../core/study/act.ts';
import type { Blobs } from '../platform/blobs/blobs.ts';
import type { MasterKeys } from '../platform/crypto/master-keys.ts';
import type { WatchedDatabase } from '../platform/jobs/commit-notices.ts';
import type { JobHandler } from '../platform/jobs/job.ts';
import type { Schedule } from '../platform/jobs/schedules/scheduler.ts';
import type { Log } from '../platform/log/log.ts';
import type { Outbound } from '../platform/outbound/outbound.ts';
import type { Limiter } from '../platform/rate-limit/limiter.ts';
import { createFactRecorder } from './analytics/facts/record-facts.ts';
import { rollHandler, rollSchedule } from './analytics/rollups/roll-job.ts';
import { createAttachmentBlobs } from './attachments/attachment-blobs.ts';
import { createBearerTokens } from './credentials/bearer-tokens.ts';
import { createLrsCallers, type LrsCallers } from './credentials/lrs-callers.ts';
import { erasureHandler } from './erasure/run-erasure.ts';
import { createTombstones } from './erasure/tombstones.ts';
import { createForwardWaker, type ForwardWaker } from './forwarding/forward-waker.ts';
import { forwardHandler } from './forwarding/run-forward.ts';
import { transferSchedule } from './forwarding/transfer-schedule.ts';
import { createHubStore } from './hub-store.ts';
import { createNewStatements, type NewStatements } from './new-statements.ts';
import { pullHandler } from './pulling/run-pull.ts';
import { retentionHandler, retentionSchedule } from './retention/retention.ts';
import { createStatementStreams, type StatementStreams } from './stream/statement-streams.ts';
import { endSessionsHandler, endSessionsSchedule } from './study/end-sessions.ts';
import { hubStatements } from './study/hub-statements.ts';
import { statementSink } from './study/statement-sink.ts';
import { statementImportHandler } from './transfer/run-import.ts';

export interface HubLrsDeps {
  database: WatchedDatabase;
  master: MasterKeys;
  pepper: Uint8Array;
  blobs: Blobs;
  outbound: Outbound;
  limiter: Limiter;
  workFolder: string;
  config: { publicUrl: string };
  log: Log;
}

/** What the LRS of the hub is made of. */
export interface HubLrs {
  /** Where the core's own acts go. */
  sink: StatementSink;
  lrsStore: PostgresStore;
  lrsCallers: LrsCallers;
  newStatements: NewStatements;
  forwardWaker: ForwardWaker;
  streams: StatementStreams;
  handlers: JobHandler[];
  schedules: Schedule[];
  close(): Promise<void>;
}

export function createHubLrs(deps: HubLrsDeps): HubLrs {
  const { database, pepper, blobs, outbound, limiter, config, log } = deps;
  const names = { hub: config.publicUrl };
  const newStatements = createNewStatements();
  const tombstones = createTombstones({ ...names, pepper });
  const lrsStore = createHubStore({
    database,
    pepper,
    listeners: [createFactRecorder(names), newStatements],
    tombstones,
  });
  const forwardWaker = createForwardWaker({ database, newStatements, log });
  const writeStatements = hubStatements(names, lrsStore);
  const transfers = {
    ...deps,
    lrsStore,
    attachments: createAttachmentBlobs({ database, blobs }),
  };
  return {
    sink: statementSink(names, writeStatements),
    lrsStore,
    lrsCallers: createLrsCallers({
      ...{ database, pepper, limiter },
      findBearer: createBearerTokens({ database, outbound, log }),
    }),
    newStatements,
    forwardWaker,
    streams: createStatementStreams({ database, newStatements, log }),
    handlers: [
      endSessionsHandler(names, writeStatements),
      rollHandler(names),
      erasureHandler({ ...names, blobs, tombstones }),
      retentionHandler({ ...names, blobs }),
      statementImportHandler(transfers),
      forwardHandler(transfers),
      pullHandler(transfers),
    ],
    schedules: [endSessionsSchedule, rollSchedule, retentionSchedule, transferSchedule(database)],
    close: () => forwardWaker.close(),
  };
}
