import { readSettings } from '../../core/settings/tenant-settings.ts';
import type { Act, StatementSink } from '../../core/study/act.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { actStatement } from './act-statement.ts';
import type { WriteStatements } from './hub-statements.ts';
import { findPromptSubjects, type PromptSubject } from './prompt-subject.store.ts';
import { addToSessions, type SessionReview } from './study-session.store.ts';
import type { Names } from './vocabulary.ts';

type Review = Extract<Act, { type: 'review' }>;

/**
 * Writes the statements of acts in the transaction of their facts. From then on the transaction holds
 * back the tenant's other writers of statements, so acts come last in it.
 */
export function statementSink(names: Names, write: WriteStatements): StatementSink {
  return {
    write: async (db, acts) => {
      if (acts.length === 0) return;
      const promptIds = acts.flatMap((act) => ('promptId' in act ? act.promptId : []));
      const [subjects, { studyStatements }] = await Promise.all([
        findPromptSubjects(db, promptIds),
        readSettings(db),
      ]);
      const isSummed = (act: Act): act is Review =>
        act.type === 'review' && studyStatements === 'session' && subjects.has(act.promptId);
      const summed = acts.filter(isSummed);
      if (summed.length > 0) await addToSessions(db, sessionReviews(summed, subjects));
      const told = acts.filter((act) => !isSummed(act));
      await writeActs(db, told, { subjects, names, write });
    },
  };
}

async function writeActs(
  db: TenantDb,
  acts: readonly Act[],
  {
    subjects,
    names,
    write,
  }: { subjects: Map<string, PromptSubject>; names: Names; write: WriteStatements },
): Promise<void> {
  const prompt = (promptId: string) => subjects.get(promptId);
  await write(
    db,
    acts.map((act) => actStatement(act, { prompt }, names)),
  );
}

function sessionReviews(
  reviews: readonly Review[],
  subjects: ReadonlyMap<string, PromptSubject>,
): SessionReview[] {
  return reviews.flatMap(({ promptId, personId, at, rating, latencyMs }) => {
    const subject = subjects.get(promptId);
    if (!subject) return [];
    return [{ personId, deckId: subject.deckId, sessionId: uuidv7(), at, rating, latencyMs }];
  });
}
