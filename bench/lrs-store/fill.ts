import type { PostgresStore } from '@crosswalk/xapi-lrs';
import { preparedFrom } from './statements.ts';

const BATCH = 500;

/** Stores the generated statements from one number to another; answers the bytes of their JSON. */
export async function fill(
  store: PostgresStore,
  tenant: string,
  { from, to }: { from: number; to: number },
): Promise<number> {
  let bytes = 0;
  let stored: Promise<unknown> = Promise.resolve();
  for (let at = from; at < to; at += BATCH) {
    // The next batch is made while this one is stored.
    const batch = preparedFrom(at, Math.min(BATCH, to - at));
    await stored;
    stored = store.saveStatements(tenant, batch);
    for (const { json } of batch) bytes += Buffer.byteLength(json) + STORED_BYTES;
  }
  await stored;
  return bytes;
}

const STORED_BYTES = Buffer.byteLength(`,"stored":"${new Date(0).toISOString()}"`);
