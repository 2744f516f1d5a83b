import type pg from 'pg';

/**
 * Queries asked in one turn of the event loop go out together: pg writes each by itself, and these
 * system calls were a third of what a request costs. Call before each query.
 */
export function holdWrites(client: pg.ClientBase): void {
  // Public, but missing in the types of a pool's clients.
  const { stream } = (client as pg.ClientBase & { connection: pg.Connection }).connection;
  // The embedded engine's has none.
  if (!stream.cork || stream.writableCorked > 0) return;
  stream.cork();
  // After whatever the turn's promises ask.
  process.nextTick(() => stream.uncork());
}
