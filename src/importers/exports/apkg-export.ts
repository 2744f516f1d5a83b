import type { AtomEntry } from '../../core/decks/deck-document.ts';
import { findCards, readReviews, readStates } from '../../core/study/exported-history.store.ts';
import type { ImportedCardState, ImportedReview } from '../../core/study/imported-history.ts';
import { ratingName } from '../../core/study/review-history.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { writeApkg } from '../anki/apkg-writer.ts';
import { type ExportTask, fetchMedia, sourceOf } from './export-task.ts';

/** Writes an Anki package; a person's study history goes along when the job names one. */
export async function writeApkgExport(task: ExportTask): Promise<void> {
  const source = await sourceOf(task, 'guid');
  const { personId } = task.job.options;
  let done = 0;

  async function* atoms() {
    for await (const page of source.atoms()) {
      yield page;
      done += page.length;
      task.onProgress(done, 0);
    }
  }
  async function* history<T>(
    read: (db: TenantDb, person: string, page: AtomEntry[]) => Promise<T[]>,
  ) {
    if (!personId) return;
    for await (const page of source.atoms()) {
      yield await task.database.read(task.tenantId, (db) => read(db, personId, page));
    }
  }
  await writeApkg(task.target, {
    decks: source.decks,
    noteTypes: source.noteTypes,
    atoms: atoms(),
    media: fetchMedia(task, source.media),
    reviews: history(reviewsOf),
    states: history(statesOf),
  });
}

async function reviewsOf(
  db: TenantDb,
  personId: string,
  page: AtomEntry[],
): Promise<ImportedReview[]> {
  const cards = await findCards(
    db,
    page.map(({ key }) => key),
  );
  const reviews = await readReviews(db, personId, [...cards.keys()]);
  return reviews.flatMap(({ promptId, rating, reviewedAt, latencyMs, counts, source }) => {
    const card = cards.get(promptId);
    if (!card) return [];
    return {
      ...card,
      reviewedAt: reviewedAt.getTime(),
      rating: rating === null ? 'manual' : ratingName(rating),
      latencyMs: latencyMs ?? 0,
      counts,
      ...(source && { source }),
    };
  });
}

async function statesOf(
  db: TenantDb,
  personId: string,
  page: AtomEntry[],
): Promise<ImportedCardState[]> {
  const cards = await findCards(
    db,
    page.map(({ key }) => key),
  );
  const states = await readStates(db, personId, [...cards.keys()]);
  return states.flatMap(({ promptId, memory, suspended, flag }) => {
    const card = cards.get(promptId);
    return card ? { ...card, suspended, flag, ...(memory && { memory }) } : [];
  });
}
