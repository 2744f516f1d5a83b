import { hostname } from 'node:os';
import { resolve } from 'node:path';
import {
  ConfigError,
  integer,
  list,
  masterKeys,
  oneOf,
  origin,
  printable,
  type Setting,
  setting,
  text,
  url,
} from './setting.ts';

/** Every setting of the hub. The reference in docs/configuration.md is generated from this. */
export const settings = {
  NODE_ENV: setting({
    doc: '`production` refuses to start as a database role that bypasses row-level security, and asks for MASTER_KEY when DATABASE_URL is set.',
    default: 'development',
    parse: oneOf('development', 'production', 'test'),
  }),
  PORT: setting({
    doc: 'Port to listen on; 0 picks a free one.',
    default: '3000',
    parse: integer(0, 65535),
  }),
  HOST: setting({ doc: 'Address to listen on.', default: '127.0.0.1', parse: text }),
  PUBLIC_URL: setting({
    doc: 'Origin under which browsers and other systems reach the hub. Default: `http://localhost:PORT`.',
    default: undefined,
    parse: origin,
  }),
  CONTENT_ORIGIN: setting({
    doc: 'Another origin for imported content, so that foreign scripts never share ours. Default: the same host on CONTENT_PORT.',
    default: undefined,
    parse: origin,
  }),
  CONTENT_PORT: setting({
    doc: 'Port to listen on for CONTENT_ORIGIN. Default: PORT+1.',
    default: undefined,
    parse: integer(0, 65535),
  }),
  DATA_DIR: setting({
    doc: 'Folder of the embedded database, local blobs and temporary files.',
    default: './data',
    parse: (value) => resolve(value),
  }),
  DATABASE_URL: setting({
    doc: "PostgreSQL 15+ as the app's role, which owns nothing and cannot bypass row-level security. Unset: the embedded database (PGlite) under DATA_DIR.",
    default: undefined,
    secret: true,
    parse: url('postgres:', 'postgresql:'),
  }),
  MIGRATE_DATABASE_URL: setting({
    doc: 'PostgreSQL as the owner of the tables, for migrations. Default: DATABASE_URL.',
    default: undefined,
    secret: true,
    parse: url('postgres:', 'postgresql:'),
  }),
  DATABASE_POOL: setting({
    doc: 'Connections to PostgreSQL per process.',
    default: '10',
    parse: integer(1, 200),
  }),
  DATABASE_PREPARE: setting({
    doc: 'Keep prepared statements on connections to PostgreSQL: frequent reads take half the time. `false` behind a pooler in transaction mode that does not track them (PgBouncer before 1.21).',
    default: 'true',
    parse: (value: string) => oneOf('true', 'false')(value) === 'true',
  }),
  REDIS_URL: setting({
    doc: 'Redis 6.2+; wakes workers of other processes at once and shares rate limits. It may be wiped at any time. Unset: embedded.',
    default: undefined,
    secret: true,
    parse: url('redis:', 'rediss:'),
  }),
  BLOB_URL: setting({
    doc: 'Where media and packages are kept: a folder, or `s3://bucket/prefix?endpoint=...&region=...&forcePathStyle=true` (credentials from the standard AWS variables). Default: `DATA_DIR/blobs`.',
    default: undefined,
    parse: text,
  }),
  BOOTSTRAP_API_KEY: setting({
    doc: "Fixes the first tenant's admin key instead of a printed one: 32 to 200 printable characters.",
    default: undefined,
    secret: true,
    parse: printable,
  }),
  MASTER_KEY: setting({
    doc: 'Encrypts secrets at rest: 32 bytes in base64, or several as `id:base64,id:base64` of which the first is current. Default: made once and kept in DATA_DIR/master.key.',
    default: undefined,
    secret: true,
    parse: masterKeys,
  }),
  OUTBOUND_ALLOW: setting({
    doc: 'Hosts or CIDRs that outbound calls may reach although they are private, and by http; separated by commas.',
    default: '',
    parse: list,
  }),
  CORS_ORIGINS: setting({
    doc: 'Origins whose pages may call the API from a browser, separated by commas; `*` for all.',
    default: '',
    parse: list,
  }),
  TRUST_PROXY: setting({
    doc: 'How many reverse proxies stand in front; their X-Forwarded-For is believed for rate limits and logs.',
    default: '0',
    parse: integer(0, 10),
  }),
  RATE_LIMIT: setting({
    doc: 'Requests per minute for one API key or session.',
    default: '6000',
    parse: integer(1, 10_000_000),
  }),
  RATE_LIMIT_LRS: setting({
    doc: 'Requests per minute to /xapi for one LRS credential.',
    default: '12000',
    parse: integer(1, 10_000_000),
  }),
  RATE_LIMIT_SCIM: setting({
    doc: 'Requests per minute to /scim/v2 for one connection.',
    default: '30000',
    parse: integer(1, 10_000_000),
  }),
  RATE_LIMIT_IP: setting({
    doc: 'Requests per minute for one IP address that presents no valid credential.',
    default: '600',
    parse: integer(1, 10_000_000),
  }),
  MAX_UPLOAD_MB: setting({
    doc: 'Largest file that can be imported, in MB.',
    default: '2048',
    parse: integer(1, 1_000_000),
  }),
  WORKERS: setting({
    doc: "Jobs of the hub's own work that this process runs at once, and as many again that wait for other systems; 0 runs none here.",
    default: '4',
    parse: integer(0, 100),
  }),
  LTI_TIMEOUT: setting({
    doc: 'Seconds within which a service of an LMS has to answer; what did not is tried again later.',
    default: '15',
    parse: integer(1, 120),
  }),
  LOG_LEVEL: setting({
    doc: 'How much is logged.',
    default: 'info',
    parse: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting({
    doc: 'OpenTelemetry collector (OTLP over HTTP); tracing is on when it is set.',
    default: undefined,
    parse: url('http:', 'https:'),
  }),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: setting({
    doc: 'Full URL for traces; wins over OTEL_EXPORTER_OTLP_ENDPOINT.',
    default: undefined,
    parse: url('http:', 'https:'),
  }),
  OTEL_EXPORTER_OTLP_TIMEOUT: setting({
    doc: 'Milliseconds for one delivery of traces.',
    default: '4000',
    parse: integer(1, 600_000),
  }),
  OTEL_TRACES_EXPORTER: setting({
    doc: '`none` switches tracing off; `otlp` switches it on, to `http://localhost:4318` without an endpoint.',
    default: undefined,
    parse: oneOf('otlp', 'none'),
  }),
  OTEL_SDK_DISABLED: setting({
    doc: '`true` switches tracing off.',
    default: 'false',
    parse: oneOf('true', 'false'),
  }),
  OTEL_SERVICE_NAME: setting({
    doc: 'Service name in traces.',
    default: 'crosswalk',
    parse: text,
  }),
  OTEL_EXPORTER_OTLP_HEADERS: setting({
    doc: 'Headers for the collector, `name=value` separated by commas.',
    default: undefined,
    secret: true,
    parse: text,
  }),
  AWS_ACCESS_KEY_ID: setting({ doc: 'Credentials for S3 blobs.', default: undefined, parse: text }),
  AWS_SECRET_ACCESS_KEY: setting({
    doc: 'Credentials for S3 blobs.',
    default: undefined,
    secret: true,
    parse: text,
  }),
  HUB_URL: setting({
    doc: 'Where the `hub` command finds a running hub. Default: the one that holds DATA_DIR.',
    default: undefined,
    parse: url('http:', 'https:'),
  }),
  HUB_API_KEY: setting({
    doc: 'API key that the `hub` command uses.',
    default: undefined,
    secret: true,
    parse: text,
  }),
};

type Settings = typeof settings;
type Value<K extends keyof Settings> = ReturnType<Settings[K]['parse']>;
/** Settings without a default may be undefined. */
type Values = {
  [K in keyof Settings]: Settings[K]['default'] extends string ? Value<K> : Value<K> | undefined;
};

export type Config = Readonly<Values> & {
  readonly publicUrl: string;
  readonly contentOrigin: string;
  readonly contentPort: number;
  /** Names this process in leases and logs. */
  readonly instance: string;
};

function parseSetting(
  name: string,
  definition: Setting<unknown, string | undefined>,
  env: NodeJS.ProcessEnv,
): unknown {
  const given = env[name]?.trim();
  const value = given ? given : definition.default;
  if (value === undefined) return undefined;
  if (value === '' && definition.default === '') return definition.parse('');
  try {
    return definition.parse(value);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const shown = definition.secret ? '' : ` (it is "${value.slice(0, 80)}")`;
    throw new ConfigError(`${name} must be ${error.message}${shown}`);
  }
}

/** Reads settings from the environment; throws ConfigError naming the setting that is wrong. */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const entries = Object.entries(settings).map(([name, definition]) => [
    name,
    parseSetting(name, definition, env),
  ]);
  const values: Values = Object.fromEntries(entries);
  const publicUrl = values.PUBLIC_URL ?? `http://localhost:${values.PORT}`;
  if (values.NODE_ENV === 'production' && values.DATABASE_URL && !values.MASTER_KEY) {
    throw new ConfigError(
      'MASTER_KEY must be set in production with DATABASE_URL, so that every process reads the same secrets. Make one: node -p "crypto.randomBytes(32).toString(\'base64\')"',
    );
  }
  return {
    ...values,
    publicUrl,
    ...contentPlace(values, publicUrl),
    instance: `${hostname()}:${process.pid}`,
  };
}

/** Foreign scripts on our own origin could do whatever whoever plays a course may. */
function contentPlace(values: Values, publicUrl: string) {
  const contentPort = values.CONTENT_PORT ?? (values.PORT === 0 ? 0 : values.PORT + 1);
  const ours = new URL(publicUrl);
  const beside = new URL(publicUrl);
  beside.port = String(contentPort);
  const contentOrigin = values.CONTENT_ORIGIN ?? beside.origin;
  // Free ports are not known yet.
  const isKnown = values.CONTENT_ORIGIN !== undefined || contentPort !== 0;
  if (isKnown && contentOrigin === ours.origin) {
    throw new ConfigError(
      `CONTENT_ORIGIN must be another origin than PUBLIC_URL (both are "${contentOrigin}"): set it, or CONTENT_PORT`,
    );
  }
  return { contentPort, contentOrigin };
}
