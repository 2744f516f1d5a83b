import type { ImportedReview } from '../../../core/study/imported-history.ts';
import { asText, int, text } from '../collection/cell.ts';
import type { CollectionDatabase } from '../collection/collection-database.ts';

/** A row of `revlog`. */
export interface ReviewRow {
  /** When it was answered, ms. */
  id: number;
  cid: string;
  /** 0 manual, 1 again ... 4 easy. */
  ease: number;
  ivl: number;
  lastIvl: number;
  factor: number;
  time: number;
  /** 0 learning, 1 review, 2 relearning, 3 filtered, 4 manual, 5 rescheduled. */
  type: number;
}

const RATINGS = ['manual', 'again', 'hard', 'good', 'easy'] as const;
const LATEST = 253_402_300_799_999;

/** The log of cards that exist, card by card, each in order of time. */
export function* readReviews(database: CollectionDatabase): Generator<ReviewRow> {
  const sql = `
    SELECT id, ${asText('cid')}, ease, ivl, lastIvl, factor, time, type FROM revlog
    WHERE cid IN (SELECT id FROM cards WHERE nid IN (SELECT id FROM notes))
      AND id BETWEEN 1 AND ${LATEST} ORDER BY cid, id`;
  for (const row of database.rows(sql)) {
    yield {
      id: int(row[0]),
      cid: text(row[1]),
      ease: int(row[2]),
      ivl: int(row[3]),
      lastIvl: int(row[4]),
      factor: int(row[5]),
      time: int(row[6]),
      type: int(row[7]),
    };
  }
}

export function reviewOf(row: ReviewRow, atomKey: string, ord: number): ImportedReview {
  const manual = row.type >= 4 || row.ease < 1 || row.ease > 4;
  const { ivl, lastIvl, factor, type, ease } = row;
  return {
    atomKey,
    ord,
    reviewedAt: row.id,
    rating: manual ? 'manual' : (RATINGS[row.ease] ?? 'manual'),
    latencyMs: Math.max(0, row.time),
    counts: !manual && !(type === 3 && factor === 0),
    source: { ease, ivl, lastIvl, factor, type },
  };
}
