import type { ImportedCardState, ImportedReview } from '../../../core/study/imported-history.ts';
import type { ImportBatch } from '../../import-source.ts';
import type { CollectionDatabase } from '../collection/collection-database.ts';
import { atomKeyOf, readCards } from './cards.ts';
import { memoryReader } from './memory-state.ts';
import { type ReviewRow, readReviews, reviewOf } from './reviews.ts';

const BATCH = 5000;
/** No person has answered one card this often; a file that says so must not fill the memory. */
const MOST_ANSWERS = 100_000;

export interface HistoryReading {
  database: CollectionDatabase;
  /** `col.crt`, Unix s. */
  created: number;
  /** Ids of cards whose atom or prompt was not sent. */
  leftOut: ReadonlySet<string>;
}

/** Review log and card states, card by card, in small batches. */
export function* readHistory({
  database,
  created,
  leftOut,
}: HistoryReading): Generator<ImportBatch> {
  const memoryOf = memoryReader(created);
  const log = readReviews(database);
  let next = log.next();
  let reviews: ImportedReview[] = [];
  let states: ImportedCardState[] = [];
  for (const card of readCards(database, 'by card')) {
    const own: ReviewRow[] = [];
    let answers = 0;
    for (; !next.done && next.value.cid === card.cid; next = log.next()) {
      if (++answers <= MOST_ANSWERS) own.push(next.value);
    }
    if (leftOut.has(card.cid)) continue;
    if (answers > MOST_ANSWERS) yield tooManyAnswers(card.cid);
    const atomKey = atomKeyOf(card);
    const memory = memoryOf(card, own);
    const suspended = card.queue === -1;
    states.push({
      atomKey,
      ord: card.ord,
      ...(memory ? { memory } : {}),
      suspended,
      flag: card.flags & 7,
    });
    for (const row of own) {
      reviews.push(reviewOf(row, atomKey, card.ord));
      if (reviews.length < BATCH) continue;
      yield { type: 'history', reviews, states };
      [reviews, states] = [[], []];
    }
    if (states.length < BATCH) continue;
    yield { type: 'history', reviews, states };
    [reviews, states] = [[], []];
  }
  if (reviews.length + states.length > 0) yield { type: 'history', reviews, states };
}

function tooManyAnswers(cid: string): ImportBatch {
  const reason = `only the first ${MOST_ANSWERS} answers are taken`;
  return { type: 'problems', problems: [{ at: `card ${cid}`, severity: 'warning', reason }] };
}
