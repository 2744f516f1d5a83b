import type { Seed } from './test-seed.ts';

/** How an operation is called so that it succeeds. */
export interface Example {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  form?: FormData;
  status: number;
  /**
   * What another tenant gets for the same call where its path names nothing: default a list that
   * shares no row with ours; `own`: it succeeds with what is its own.
   */
  foreign?: number | 'own';
  /** What another tenant sends, where it cannot send the same. */
  foreignBody?: unknown;
}

export type MakeExample = (seed: Seed) => Promise<Example> | Example;

/** A list, once something is in it. */
export const list =
  (fill: (seed: Seed) => Promise<unknown>): MakeExample =>
  async (seed) => {
    await fill(seed);
    return { query: { limit: '5' }, status: 200 };
  };
