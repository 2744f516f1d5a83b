import type { ImportedCardState, ImportedReview } from '../../../core/study/imported-history.ts';
import { scheduleOf } from './card-row.ts';
import { DAY, FIRST_DAY, type Writing } from './collection-state.ts';
import { numberFrom } from './source-value.ts';

function cardOf(atomKey: string, ord: number, { writer }: Writing): string | undefined {
  const sql =
    'SELECT CAST(c.id AS TEXT) FROM notes n JOIN cards c ON c.nid = n.id WHERE n.guid = ? AND c.ord = ?';
  const cid = writer.first(sql, [atomKey, ord])?.[0];
  return typeof cid === 'string' ? cid : undefined;
}

/** Puts a person's state in a card's row. */
export function writeState(state: ImportedCardState, writing: Writing): void {
  const cid = cardOf(state.atomKey, state.ord, writing);
  if (cid === undefined) return;
  const created = createdFor(state, writing);
  const source = writing.cardSources.get(cid);
  if (!state.memory && numberFrom(source, 'type') !== 0) {
    writing.writer.run('UPDATE cards SET queue = ?, flags = ? WHERE id = ?', [
      ...[state.suspended ? -1 : 0, state.flag & 7, cid],
    ]);
    return;
  }
  const schedule = scheduleOf(state, source, created);
  const columns = Object.keys(schedule).map((column) => `"${column}" = ?`);
  const values = Object.values(schedule);
  writing.writer.run(`UPDATE cards SET ${columns.join(', ')} WHERE id = ?`, [...values, cid]);
}

/** Without an imported first day, one is chosen at the hour at which the first card is due. */
function createdFor({ memory }: ImportedCardState, writing: Writing): number {
  if (writing.created === undefined && memory?.state === 'review') {
    writing.created = FIRST_DAY + (Math.round(memory.due / 1000) % DAY);
  }
  return writing.created ?? FIRST_DAY;
}

const EASES = { manual: 0, again: 1, hard: 2, good: 3, easy: 4 } as const;

export function writeReview(review: ImportedReview, writing: Writing): void {
  const cid = cardOf(review.atomKey, review.ord, writing);
  if (cid === undefined) return;
  const { source, rating, counts } = review;
  const ease = numberFrom(source, 'ease') ?? EASES[rating];
  // Cramming (3) is what Anki does not count, 4 what nobody answered.
  const type = numberFrom(source, 'type') ?? (rating === 'manual' ? 4 : counts ? 1 : 3);
  const rest = ['ivl', 'lastIvl', 'factor'].map((column) => numberFrom(source, column) ?? 0);
  const row = [cid, -1, ease, ...rest, review.latencyMs, type];
  // Anki's log is keyed by time alone: answers of the same millisecond move on by one.
  for (let id = review.reviewedAt; ; id++) {
    if (writing.writer.insertNew('revlog', [id, ...row])) break;
  }
  writing.written.reviews++;
}
