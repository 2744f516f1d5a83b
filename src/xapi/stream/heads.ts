import { createAlarm } from '../../platform/jobs/alarm.ts';
import type { NewStatements } from '../new-statements.ts';

/** Somebody who wants to know when a tenant has new statements. */
export interface Follower {
  /** Place of the latest statement that it knows of. */
  seen: number;
  /** Until there may be later ones, `ms` have passed, or it is closed; what came since the last wait counts. */
  wait(ms: number): Promise<void>;
  close(): void;
}

export interface Heads {
  follow(tenantId: string, seen: number): Follower;
  close(): void;
}

interface HeadsDeps {
  newStatements: NewStatements;
  /** Place of the tenant's latest statement. */
  latest(tenantId: string): Promise<number>;
  /** How often statements of other processes are looked for; undefined: there are no others. */
  pollMs: number | undefined;
  onError(error: unknown): void;
}

type Rung = Follower & { ring(): void };

/**
 * Statements that this process stores are told of at once. For those of others one query a tenant is
 * made for all who follow it, only while somebody does.
 */
export function createHeads({ newStatements, latest, pollMs, onError }: HeadsDeps): Heads {
  const tenants = new Map<string, Set<Rung>>();
  const stop = newStatements.listen((tenantId) => {
    for (const follower of tenants.get(tenantId) ?? []) follower.ring();
  });
  let timer: NodeJS.Timeout | undefined;

  async function poll(): Promise<void> {
    for (const [tenantId, followers] of tenants) {
      try {
        const head = await latest(tenantId);
        for (const follower of followers) if (head > follower.seen) follower.ring();
      } catch (error) {
        onError(error);
      }
    }
    timer = undefined;
    plan();
  }

  function plan(): void {
    if (timer || pollMs === undefined || tenants.size === 0) return;
    timer = setTimeout(() => void poll(), pollMs);
  }

  return {
    follow(tenantId, seen) {
      const alarm = createAlarm();
      const followers = tenants.get(tenantId) ?? new Set();
      const follower: Rung = {
        seen,
        ring: alarm.ring,
        wait: alarm.wait,
        close() {
          followers.delete(follower);
          if (followers.size === 0) tenants.delete(tenantId);
          alarm.close();
        },
      };
      tenants.set(tenantId, followers.add(follower));
      plan();
      return follower;
    },
    close() {
      stop();
      for (const followers of tenants.values()) for (const follower of followers) follower.close();
      clearTimeout(timer);
    },
  };
}
