import { findPerson } from '../../core/people/person.store.ts';
import { readSettings } from '../../core/settings/tenant-settings.ts';
import { type Assignment, findAssignment, studiedPart } from '../../core/study/assignment.store.ts';
import type { Attempt } from '../../core/study/attempt.store.ts';
import { listAssignedAttempts } from '../../core/study/counted-score.store.ts';
import { type CountedScore, counted } from '../../core/study/counted-score.ts';
import { studiedDecks } from '../../core/study/queue.store.ts';
import { listGivenAnswers } from '../../core/study/study-attempt.store.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { findAskedPrompts, findReviewed, listResponses } from './review.store.ts';
import { answerOf, expectedOf, questionOf } from './shown-answer.ts';

/** One question of an attempt, and what became of it. */
export interface ReviewedAnswer {
  question: string;
  /** Undefined where only the learner knows what they thought of. */
  answer: string | undefined;
  /** What would have been right, where it was not, and that can be told. */
  expected: string | undefined;
  /** Null: nobody has judged it. */
  isRight: boolean | null;
  /** How often it was answered. */
  times: number;
}

export interface ReviewedAttempt {
  attempt: Attempt;
  isCounted: boolean;
  answers: ReviewedAnswer[];
}

/** What somebody has done for an assignment. */
export interface Review {
  title: string;
  scoreMaximum: number | null;
  scoreRule: Assignment['scoreRule'];
  /** Undefined: nobody here is known by what the platform says. */
  learner: { displayName: string } | undefined;
  timeZone: string;
  counted: CountedScore | undefined;
  /** Newest first. */
  attempts: ReviewedAttempt[];
}

/** A teacher looks at the last ones; a page of more helps nobody. */
const MOST_ATTEMPTS = 20;
const MOST_ANSWERS = 500;

/** Undefined when the assignment is gone. */
export async function readReview(
  db: TenantDb,
  { assignmentId, learnerId }: { assignmentId: string; learnerId: string | null },
): Promise<Review | undefined> {
  const [assignment, reviewed, learner, settings] = await Promise.all([
    findAssignment(db, assignmentId),
    findReviewed(db, assignmentId),
    learnerId ? findPerson(db, learnerId) : undefined,
    readSettings(db),
  ]);
  if (!assignment || !reviewed) return undefined;
  const all = learner ? await listAssignedAttempts(db, { assignmentId, personId: learner.id }) : [];
  const score = counted(all, assignment);
  const attempts: ReviewedAttempt[] = [];
  for (const attempt of all.slice(-MOST_ATTEMPTS).reverse()) {
    attempts.push({
      attempt,
      isCounted: attempt.id === score?.attemptId,
      answers: await answersOf(db, { attempt, assignment }),
    });
  }
  const { scoreRule } = assignment;
  return { ...reviewed, scoreRule, learner, timeZone: settings.timeZone, counted: score, attempts };
}

async function answersOf(
  db: TenantDb,
  { attempt, assignment }: { attempt: Attempt; assignment: Assignment },
): Promise<ReviewedAnswer[]> {
  return attempt.mode === 'test' ? tested(db, attempt) : studied(db, { attempt, assignment });
}

async function tested(db: TenantDb, { id: attemptId }: Attempt): Promise<ReviewedAnswer[]> {
  const given = await listResponses(db, { attemptId, limit: MOST_ANSWERS });
  const asked = await findAskedPrompts(
    db,
    given.map(({ promptId }) => promptId),
  );
  return given.map(({ promptId, response, correct }) => {
    const prompt = asked.get(promptId);
    const item = prompt?.item ?? undefined;
    return {
      question: questionOf(item, prompt?.title ?? ''),
      answer: answerOf(item, response),
      expected: correct === false ? expectedOf(item) : undefined,
      ...{ isRight: correct, times: 1 },
    };
  });
}

/** Of study, what each prompt's last answer was. */
async function studied(
  db: TenantDb,
  {
    attempt: { personId, startedAt: since },
    assignment,
  }: { attempt: Attempt; assignment: Assignment },
): Promise<ReviewedAnswer[]> {
  const { deckId } = assignment;
  // What a course asked is in its statements.
  if (!deckId) return [];
  const deckIds = await studiedDecks(db, deckId);
  const given = await listGivenAnswers(db, {
    ...{ personId, deckIds, since, ...studiedPart(assignment) },
  });
  const byPrompt = new Map<string, { isRight: boolean; times: number }>();
  for (const { promptId, isRecalled: isRight } of given) {
    byPrompt.set(promptId, { isRight, times: (byPrompt.get(promptId)?.times ?? 0) + 1 });
  }
  const shown = [...byPrompt].slice(0, MOST_ANSWERS);
  const asked = await findAskedPrompts(
    db,
    shown.map(([promptId]) => promptId),
  );
  return shown.map(([promptId, last]) => {
    const prompt = asked.get(promptId);
    const question = questionOf(prompt?.item ?? undefined, prompt?.title ?? '');
    return { question, answer: undefined, expected: undefined, ...last };
  });
}
