import type { JobContext } from '../../platform/jobs/job.ts';
import { insertChanges } from './change.store.ts';
import { countChange, type DirectoryChange, emptyPlan, type SyncPlan } from './directory-change.ts';

export interface PlanWriter {
  plan: SyncPlan;
  add(changes: readonly DirectoryChange[]): Promise<void>;
}

/** Writes a plan down line by line, and counts. */
export function createPlanWriter(ctx: Pick<JobContext, 'transact'>, syncId: string): PlanWriter {
  const plan = emptyPlan();
  let seq = 0;
  return {
    plan,
    async add(changes) {
      if (changes.length === 0) return;
      const lines = changes.map((change) => ({ ...change, seq: ++seq }));
      for (const change of changes) countChange(plan, change);
      await ctx.transact((db) => insertChanges(db, syncId, lines));
    },
  };
}
