import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log/log.ts';
import { insertEntries, type LogEntry } from './log-entry.store.ts';
import type { ProvisioningChange } from './provisioning-change.ts';
import { redact } from './redact.ts';

/** As it happened; bodies are redacted here. */
export interface LoggedRequest {
  tenantId: string;
  connectionId: string;
  method: string;
  /** Below `/scim/v2`, with its query. */
  path: string;
  /** Parsed; undefined: none. */
  request?: unknown;
  status: number;
  answer?: unknown;
  change?: ProvisioningChange | undefined;
  requestId: string;
  ms: number;
}

export interface ProvisioningLog {
  /** Takes note; it is written within a second, out of the request's way. */
  add(request: LoggedRequest): void;
  /** Writes what this process has noted. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const FLUSH_MS = 1_000;
/** At once from here on; beyond ten times that the oldest are dropped rather than memory filled. */
const FULL = 200;
const LONGEST_PATH = 2_000;

/** Writes entries by the batch: one insert for what many requests of a tenant have left. */
export function createProvisioningLog({
  database,
  log,
}: {
  database: Database;
  log: Log;
}): ProvisioningLog {
  const waiting = new Map<string, Noted[]>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const batches = [...waiting];
    waiting.clear();
    for (const [tenantId, entries] of batches) {
      await database
        .tenant(tenantId, (db) => insertEntries(db, entries.map(entryOf)))
        .catch((err: unknown) => log.warn({ err, tenantId }, 'provisioning log was not written'));
    }
  }

  const flush = () => {
    writing = writing.then(write);
    return writing;
  };

  return {
    add: ({ tenantId, ...request }) => {
      const entries = waiting.get(tenantId) ?? [];
      waiting.set(tenantId, entries);
      entries.push({ ...request, id: uuidv7(), at: new Date() });
      if (entries.length > FULL * 10) entries.shift();
      if (entries.length === FULL) void flush();
      timer ??= setTimeout(flush, FLUSH_MS).unref();
    },
    flush,
    close: flush,
  };
}

interface Noted extends Omit<LoggedRequest, 'tenantId'> {
  id: string;
  at: Date;
}

function entryOf({ request, answer, change, path, ms, ...noted }: Noted): LogEntry {
  const { value, isWhole } = redact(request ?? null);
  return {
    ...noted,
    path: path.slice(0, LONGEST_PATH),
    request: value,
    isWhole: isWhole && path.length <= LONGEST_PATH,
    answer: redact(answer ?? null).value,
    change: change ?? null,
    personId: change?.personId ?? null,
    ms: Math.round(ms),
  };
}
