import type { LrsTransaction } from '@crosswalk/xapi-lrs';
import { readSettings } from '../../../core/settings/tenant-settings.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import {
  addToDays,
  clearDays,
  lastOfNext,
  lockRollup,
  takeFromDays,
  updateRollup,
} from './rollup.store.ts';

/** Facts that one transaction adds to their days. */
export const ROLL_MAX = 5_000;

/**
 * Adds the next facts to the days. The mark of how far that is moves in the same transaction, so
 * nothing is added twice or left out, whenever this is killed. False when there was nothing to do.
 */
export async function rollNext(db: TenantDb, limit = ROLL_MAX): Promise<boolean> {
  const state = await lockRollup(db);
  if (state.rebuiltTo !== null) return false;
  const { timeZone } = await readSettings(db);
  if (timeZone !== state.timeZone) {
    await clearDays(db);
    await updateRollup(db, { ...state, rolledTo: 0, timeZone });
    return true;
  }
  const last = await lastOfNext(db, state.rolledTo, limit);
  if (!last) return false;
  await addToDays(db, timeZone, { after: state.rolledTo, to: last.seq });
  await updateRollup(db, { ...state, rolledTo: last.seq });
  return last.count === limit;
}

/** Changes facts, and the days that have summed them, in one step. */
export async function changeFacts(
  db: LrsTransaction,
  seqs: readonly number[],
  change: (seqs: readonly number[]) => Promise<void>,
): Promise<void> {
  if (seqs.length === 0) return;
  const { rolledTo, timeZone } = await lockRollup(db);
  const rolled = seqs.filter((seq) => seq <= rolledTo);
  if (rolled.length > 0) await takeFromDays(db, timeZone, rolled);
  await change(seqs);
  if (rolled.length > 0) await addToDays(db, timeZone, { seqs: rolled });
}
