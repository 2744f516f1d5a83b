import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log/log.ts';
import type { NewStatements } from '../new-statements.ts';
import { listActiveForwards } from './forward.store.ts';
import { scheduleForward } from './schedule-forward.ts';

export interface ForwardWaker {
  /** Forwards of the tenant have changed. */
  forget(tenantId: string): void;
  close(): Promise<void>;
}

interface WakerDeps {
  database: Database;
  newStatements: NewStatements;
  log: Log;
}

interface Known {
  forwards: string[];
  until: number;
}

/** A forward that another process has made is woken by this one after this time at the latest. */
const KNOWN_MS = 10_000;
/** Under a stream of statements forwards are woken this often. */
const PAUSE_MS = 500;

/**
 * Queues runs of forwards as soon as statements are stored; where a tenant has none, that costs a
 * look into a map. What it misses (a process killed between commit and queueing) the schedule finds.
 */
export function createForwardWaker({ database, newStatements, log }: WakerDeps): ForwardWaker {
  const known = new Map<string, Known>();
  /** Tenants whose forwards were woken just now. */
  const pausing = new Map<string, { timer: NodeJS.Timeout; isAskedAgain: boolean }>();
  const waking = new Set<Promise<void>>();
  let isClosed = false;

  async function forwardsOf(tenantId: string): Promise<string[]> {
    const found = known.get(tenantId);
    if (found && found.until > Date.now()) return found.forwards;
    const forwards = await database.read(tenantId, listActiveForwards);
    known.set(tenantId, { forwards, until: Date.now() + KNOWN_MS });
    return forwards;
  }

  async function wake(tenantId: string): Promise<void> {
    for (const id of await forwardsOf(tenantId)) {
      await database.tenant(tenantId, (db) => scheduleForward(db, id));
    }
  }

  function ask(tenantId: string): void {
    const pause = pausing.get(tenantId);
    if (pause) {
      pause.isAskedAgain = true;
      return;
    }
    const found = known.get(tenantId);
    if (isClosed || (found && found.until > Date.now() && found.forwards.length === 0)) return;
    const begun = {
      isAskedAgain: false,
      timer: setTimeout(() => {
        pausing.delete(tenantId);
        if (begun.isAskedAgain) ask(tenantId);
      }, PAUSE_MS),
    };
    pausing.set(tenantId, begun);
    const done = wake(tenantId)
      .catch((error) => log.warn({ err: error }, 'forwards could not be woken'))
      .finally(() => waking.delete(done));
    waking.add(done);
  }

  const stop = newStatements.listen(ask);
  return {
    forget: (tenantId) => void known.delete(tenantId),
    async close() {
      isClosed = true;
      stop();
      for (const { timer } of pausing.values()) clearTimeout(timer);
      await Promise.all(waking);
    },
  };
}
