import type { AttachmentStore, PlacedStatement } from '@crosswalk/xapi-lrs';
import type { TenantDb } from '../../platform/database/database.ts';
import type { JobContext } from '../../platform/jobs/job.ts';
import { retryDelay } from '../../platform/jobs/running/back-off.ts';
import type { Outbound } from '../../platform/outbound/outbound.ts';
import type { RemoteLrs } from '../remote/remote-lrs.ts';
import { clearFailures, type Forward, recordFailure } from './forward.store.ts';
import { type Delivery, sendStatements } from './send-statements.ts';

type Failed = Extract<Delivery, { kind: 'failed' }>;
export type Refused = Extract<Delivery, { kind: 'refused' }>;

/** What is remembered of statements once the other LRS has answered for them. */
export interface Settlement {
  taken(db: TenantDb, batch: readonly PlacedStatement[]): Promise<void>;
  refused(db: TenantDb, statement: PlacedStatement, refusal: Refused): Promise<void>;
}

/** Sends a batch; false when the other LRS is to be left alone for a while. */
export type Settle = (
  batch: readonly PlacedStatement[],
  settlement: Settlement,
) => Promise<boolean>;

interface DeliveryOptions {
  outbound: Outbound;
  attachments: AttachmentStore;
  tenantId: string;
  forward: Forward;
  remote: RemoteLrs;
  ctx: JobContext;
}

/** A receiver that has refused so many, and never taken one, is set up wrong. */
const REFUSED_FIRST_MAX = 10;

export function createSettle({ forward, ctx, ...sending }: DeliveryOptions): Settle {
  const { id } = forward;
  const { signal } = ctx;
  let refusals = 0;

  /** Halves a refused batch until what is wrong stands alone. Answers why it could not go on. */
  async function deliver(
    batch: readonly PlacedStatement[],
    settlement: Settlement,
  ): Promise<Failed | undefined> {
    const [only, ...others] = batch;
    if (!only) return undefined;
    const delivery = await sendStatements({ ...sending, signal, statements: batch });
    if (delivery.kind === 'failed') return delivery;
    if (delivery.kind === 'taken') {
      await ctx.transact(async (db) => {
        await settlement.taken(db, batch);
        await clearFailures(db, id);
      });
      return undefined;
    }
    if (others.length === 0) return putAside(only, delivery, settlement);
    const half = Math.ceil(batch.length / 2);
    return (
      (await deliver(batch.slice(0, half), settlement)) ??
      (await deliver(batch.slice(half), settlement))
    );
  }

  async function putAside(
    statement: PlacedStatement,
    refusal: Refused,
    settlement: Settlement,
  ): Promise<Failed | undefined> {
    refusals += 1;
    if (forward.sent === 0 && refusals > REFUSED_FIRST_MAX) {
      const reason = `refuses everything: ${refusal.reason}`;
      return { kind: 'failed', reason, retryAfterMs: undefined };
    }
    await ctx.transact((db) => settlement.refused(db, statement, refusal));
    return undefined;
  }

  return async (batch, settlement) => {
    const failed = await deliver(batch, settlement);
    if (!failed) return true;
    const delayMs = Math.max(failed.retryAfterMs ?? 0, retryDelay(forward.failures + 1));
    const retryAt = new Date(Date.now() + delayMs);
    await ctx.transact((db) => recordFailure(db, id, { reason: failed.reason, retryAt }));
    return false;
  };
}
