import type { TenantDb } from '../database/database.ts';

export interface Job {
  id: string;
  tenantId: string;
  kind: string;
  /** As it was enqueued; the handler checks its shape. */
  payload: unknown;
  /** From 1; a job that was released by a stopping process keeps its number. */
  attempt: number;
}

export interface JobContext {
  /**
   * Aborted when the lease is lost, the time is over or the process stops (`JobInterruptedError`).
   * From then on the job counts as left: what it still does cannot be committed.
   */
  signal: AbortSignal;
  /**
   * Stores how far the job is (JSON), at most twice a second; the last value is never lost.
   * Not to be called inside a unit of work.
   */
  progress(value: unknown): Promise<void>;
  /**
   * One transaction of a job that needs several: rolled back with LeaseLostError when the lease is
   * no longer ours at its end.
   */
  transact<T>(work: (db: TenantDb) => Promise<T>): Promise<T>;
  /**
   * Applies the job's effect and marks it succeeded in one transaction: the effect is there exactly
   * once. Throws LeaseLostError, with nothing committed, when the lease is no longer ours.
   */
  complete<T>(work: (db: TenantDb) => Promise<T>): Promise<T>;
}

export interface JobHandler {
  kind: string;
  /** Runs before the job is dead, where `enqueue` does not say; a killed process counts as one. */
  maxAttempts: number;
  /** Time of one run; none by default. */
  timeoutMs?: number;
  /**
   * Its time goes into waiting for systems of others: such jobs have places of their own, as many
   * again, so that those who answer slowly do not keep the hub's own work waiting.
   */
  waitsForOthers?: boolean;
  /**
   * Of the places that it may take, the share in (0, 1] that jobs of its kind take at most, but one
   * in any case: so that one kind does not keep others waiting. All by default.
   */
  share?: number;
  /**
   * May run again after any crash: its effects go through `ctx`, or are idempotent by the job's id.
   * A handler that returns without `complete` has succeeded; one that throws is tried again.
   */
  run(job: Job, ctx: JobContext): Promise<void>;
}

/** A job in the hands of this process. */
export interface ClaimedJob extends Job {
  /** Proves the claim; every write of the job is guarded by it. */
  lease: string;
}

/** Another process has taken the job over, or somebody gave it up: nothing was committed. */
export class LeaseLostError extends Error {
  override name = 'LeaseLostError';
  constructor(jobId: string) {
    super(`the lease of job ${jobId} is lost`);
  }
}

export type Interruption = 'lease lost' | 'timed out' | 'stopping';

/** Reason of a job's aborted signal. */
export class JobInterruptedError extends Error {
  override name = 'JobInterruptedError';
  readonly interruption: Interruption;
  constructor(interruption: Interruption) {
    super(interruption);
    this.interruption = interruption;
  }
}
