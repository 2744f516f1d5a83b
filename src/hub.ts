import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrations } from '../migrations/index.ts';
import type { Config } from './config.ts';
import { withReactions } from './core/events/reactions.ts';
import { insertAdmin } from './core/people/admin.store.ts';
import { departedHandler, departedSchedule } from './core/people/provisioning/departed.ts';
import { createDirectory, type Directory } from './directory/directory.ts';
import { directoryReactions } from './directory/reactions.ts';
import { exportHandler } from './importers/exports/run-export.ts';
import type { CourseImporter } from './importers/imports/course-importer.ts';
import { importHandler } from './importers/imports/run-import.ts';
import { filesPruneHandler, filesPruneSchedule } from './importers/kept-files.ts';
import { createLti, type Lti } from './lti/lti.ts';
import { ltiReactions } from './lti/reactions.ts';
import type { Blobs } from './platform/blobs/blobs.ts';
import { openBlobs } from './platform/blobs/open-blobs.ts';
import type { MasterKeys } from './platform/crypto/master-keys.ts';
import { openDatabase } from './platform/database/open-database.ts';
import { createAuthenticate, type RateLimiter } from './platform/http/authenticate.ts';
import { blobsHealth, databaseHealth, redisHealth } from './platform/http/dependencies.ts';
import type { Dependency } from './platform/http/health.ts';
import {
  idempotencyPruneHandler,
  idempotencyPruneSchedule,
} from './platform/http/idempotency-prune.ts';
import { type WatchedDatabase, watchCommits } from './platform/jobs/commit-notices.ts';
import { createJobs, type Jobs } from './platform/jobs/jobs.ts';
import { pruneSchedule } from './platform/jobs/schedules/prune-schedule.ts';
import { traced } from './platform/jobs/traced-handler.ts';
import { createLog, type Log } from './platform/log/log.ts';
import { createMetrics, type Metrics } from './platform/metrics/metrics.ts';
import { createOutbound, type Outbound } from './platform/outbound/outbound.ts';
import { createLimiter } from './platform/rate-limit/limiter.ts';
import { allLookups } from './platform/tenancy/all-lookups.ts';
import { bootstrap, type FirstStart } from './platform/tenancy/bootstrap.ts';
import { type Credentials, createCredentials } from './platform/tenancy/credentials.ts';
import { readMasterKeys, readPepper } from './platform/tenancy/keyring.ts';
import { tokenPruneHandler, tokenPruneSchedule } from './platform/tenancy/token-prune.ts';
import type { Tracing } from './platform/tracing/span.ts';
import { startTracing } from './platform/tracing/tracing.ts';
import { createPlayCodes, type PlayCodes } from './play/play-code.ts';
import { createPlayLinks, type PlayLinks } from './play/play-link.ts';
import { createScim, type Scim } from './scim/scim.ts';
import { type Cmi5, createCmi5 } from './scorm/cmi5/cmi5.ts';
import { courseDeletionHandler } from './scorm/courses/delete-course.ts';
import { createCourseImporter } from './scorm/courses/import-course.ts';
import { type CoursePlay, createCoursePlay } from './scorm/runtime/course-play.ts';
import { createSso, type Sso } from './sso/sso.ts';
import { createAttachmentBlobs } from './xapi/attachments/attachment-blobs.ts';
import { createHubLrs, type HubLrs } from './xapi/hub-lrs.ts';

/** Everything that the surfaces are made of; wired by hand, closed in the opposite order. */
export interface Hub extends Omit<HubLrs, 'handlers' | 'schedules' | 'close'>, CoursePlay {
  config: Config;
  version: string;
  log: Log;
  metrics: Metrics;
  tracing: Tracing;
  database: WatchedDatabase;
  jobs: Jobs;
  workFolder: string;
  maxUploadBytes: number;
  courses: CourseImporter;
  master: MasterKeys;
  pepper: Uint8Array;
  credentials: Credentials;
  limiter: RateLimiter;
  authenticate: ReturnType<typeof createAuthenticate>;
  outbound: Outbound;
  blobs: Blobs;
  links: PlayLinks;
  playCodes: PlayCodes;
  lti: Lti;
  scim: Scim;
  sso: Sso;
  directory: Directory;
  cmi5: Cmi5;
  dependencies: Dependency[];
  firstStart: FirstStart | undefined;
  isStopping(): boolean;
  /** From here on `/health` says that the hub stops; it goes on answering until `close`. */
  beginStop(): void;
  /** Starts the workers. */
  start(): void;
  close(): Promise<void>;
}

const packageFile = new URL(
  import.meta.url.endsWith('.ts') ? '../package.json' : '../../package.json',
  import.meta.url,
);

/** Opens the database, migrates it, and wires what the hub consists of; nothing listens yet. */
export async function openHub(config: Config): Promise<Hub> {
  const { version }: { version: string } = JSON.parse(readFileSync(packageFile, 'utf8'));
  const log = createLog({ level: config.LOG_LEVEL });
  const opened = await openDatabase({
    dataDir: config.DATA_DIR,
    url: config.DATABASE_URL,
    ownerUrl: config.MIGRATE_DATABASE_URL,
    poolSize: config.DATABASE_POOL,
    keepPlans: config.DATABASE_PREPARE,
    bypassingRole: config.NODE_ENV === 'production' ? 'refuse' : 'step-down',
    migrations,
    definitions: allLookups,
    publicUrl: config.publicUrl,
    log,
  });
  const database = watchCommits(withReactions(opened, [...ltiReactions, ...directoryReactions]));
  const tracing = await startTracing(tracingSettings(config), log);
  const closing: (() => Promise<void> | void)[] = [() => tracing.close(), () => database.close()];
  let stopping = false;
  /** What would otherwise hold up the end. */
  const stopped: (() => void)[] = [];
  const beginStop = () => {
    stopping = true;
    for (const stop of stopped.splice(0)) stop();
  };
  const close = async () => {
    beginStop();
    for (const part of closing.reverse()) await part();
  };
  try {
    const master = await readMasterKeys(config.MASTER_KEY, config.DATA_DIR);
    const pepper = await readPepper(database, master);
    const firstStart = await bootstrap({
      database,
      master,
      pepper,
      bootstrapApiKey: config.BOOTSTRAP_API_KEY,
      createAdmin: insertAdmin,
    });
    const metrics = createMetrics();
    closing.push(async () => metrics.close());
    metrics.watchPool('main', () => database.pool());
    const credentials = createCredentials({ database, pepper });
    const limiter = createLimiter({
      redisUrl: config.REDIS_URL,
      callerPerMinute: config.RATE_LIMIT,
      lrsPerMinute: config.RATE_LIMIT_LRS,
      scimPerMinute: config.RATE_LIMIT_SCIM,
      addressPerMinute: config.RATE_LIMIT_IP,
      log,
    });
    closing.push(() => limiter.close());
    const outbound = createOutbound({ allow: config.OUTBOUND_ALLOW });
    closing.push(() => outbound.close());
    const scim = createScim({
      ...{ database, master, pepper, limiter, outbound, log },
      publicUrl: config.publicUrl,
    });
    closing.push(() => scim.provisioningLog.close());
    const lti = createLti({
      ...{ database, master, outbound, version, publicUrl: config.publicUrl },
      serviceTimeoutMs: config.LTI_TIMEOUT * 1_000,
    });
    const directory = createDirectory({ database, master, allow: config.OUTBOUND_ALLOW, log });
    const sso = createSso({ database, master, outbound });
    const blobs = await openBlobs(
      config.BLOB_URL ?? join(config.DATA_DIR, 'blobs'),
      join(config.DATA_DIR, 'spool'),
    );
    closing.push(() => blobs.close());
    const files = {
      database,
      blobs,
      workFolder: join(config.DATA_DIR, 'work'),
      maxUploadBytes: config.MAX_UPLOAD_MB * 1024 * 1024,
    };
    const courses = createCourseImporter(files);
    const lrs = createHubLrs({ ...files, ...{ config, master, pepper, outbound, limiter, log } });
    closing.push(() => lrs.close());
    stopped.push(() => lrs.streams.close());
    const coursePlay = createCoursePlay({ database, master, config });
    const cmi5 = createCmi5({
      ...{ ...lrs, ...coursePlay, database, master, limiter, log },
      publicUrl: config.publicUrl,
      attachments: createAttachmentBlobs({ database, blobs }),
    });
    const jobs = createJobs({
      database,
      redisUrl: config.REDIS_URL,
      instance: config.instance,
      concurrency: config.WORKERS,
      handlers: [
        importHandler({ ...files, courses }),
        courseDeletionHandler(files),
        exportHandler({ ...files, publicUrl: config.publicUrl }),
        filesPruneHandler(files),
        idempotencyPruneHandler,
        tokenPruneHandler,
        departedHandler,
        ...lrs.handlers,
        ...lti.handlers,
        ...scim.handlers,
        ...sso.handlers,
        ...directory.handlers,
        ...cmi5.handlers,
      ].map((handler) => traced(handler, tracing)),
      schedules: [
        pruneSchedule(database),
        filesPruneSchedule,
        idempotencyPruneSchedule,
        tokenPruneSchedule,
        departedSchedule,
        ...lrs.schedules,
        ...lti.schedules,
        ...scim.schedules,
        ...sso.schedules,
        ...directory.schedules,
        ...cmi5.schedules,
      ],
      log,
      metrics,
    });
    const redis = config.REDIS_URL ? redisHealth(config.REDIS_URL) : undefined;
    if (redis) closing.push(async () => redis.close());
    metrics.watchQueue(() => jobs.queueDepth());
    closing.push(() => jobs.stop());
    return {
      ...lrs,
      ...files,
      courses,
      ...coursePlay,
      config,
      version,
      log,
      metrics,
      tracing,
      jobs,
      start: () => jobs.start(),
      master,
      pepper,
      credentials,
      limiter,
      authenticate: createAuthenticate({ credentials, limiter, publicUrl: config.publicUrl }),
      links: createPlayLinks({ database, master }),
      playCodes: createPlayCodes({ database }),
      lti,
      scim,
      sso,
      directory,
      cmi5,
      outbound,
      dependencies: [databaseHealth(database), blobsHealth(blobs), ...(redis ? [redis] : [])],
      firstStart,
      isStopping: () => stopping,
      beginStop,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function tracingSettings(config: Config) {
  return {
    endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
    tracesEndpoint: config.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,
    exporter: config.OTEL_TRACES_EXPORTER,
    disabled: config.OTEL_SDK_DISABLED === 'true',
    serviceName: config.OTEL_SERVICE_NAME,
    timeoutMs: config.OTEL_EXPORTER_OTLP_TIMEOUT,
  };
}
