import type { Statement } from '@crosswalk/xapi-lrs';
import type { Act } from '../../core/study/act.ts';
import type { PromptSubject } from './prompt-subject.store.ts';
import {
  courseActivity,
  courseQuestionActivity,
  deckActivity,
  durationOf,
  extension,
  type Names,
  personAgent,
  promptActivity,
  verb,
} from './vocabulary.ts';

export interface Subjects {
  prompt(promptId: string): PromptSubject | undefined;
}

/** The xAPI statement of an act (xAPI 2.0 4.2); docs/xapi.md describes the profile. */
export function actStatement(act: Act, subjects: Subjects, names: Names): Statement {
  const shared = {
    id: act.id,
    actor: personAgent(act.personId, names),
    timestamp: act.at.toISOString(),
  };
  if (act.type === 'attempt-finished') {
    return {
      ...shared,
      verb: verb(verbOf(act)),
      object: deckActivity(act.deckId, undefined, names),
      result: scoreResult(act),
      context: { registration: act.id },
    };
  }
  if (act.type === 'course-scored' || act.type === 'course-answer') {
    return { ...shared, ...courseStatement(act, names), context: courseContext(act, names) };
  }
  const subject = subjects.prompt(act.promptId);
  const title = subject && { language: subject.language, text: subject.deckTitle };
  const context = subject && {
    contextActivities: { parent: [deckActivity(subject.deckId, title, names)] },
  };
  const answered = {
    ...shared,
    verb: verb('answered'),
    object: promptActivity(act.promptId, subject, names),
  };
  const duration = durationOf(act.latencyMs);
  if (act.type === 'answer') {
    return {
      ...answered,
      result: {
        response: act.response,
        duration,
        ...(act.correct !== null && { success: act.correct }),
      },
      context: { ...context, registration: act.attemptId },
    };
  }
  return {
    ...answered,
    result: {
      success: act.rating !== 'again',
      duration,
      extensions: { [extension('rating', names)]: act.rating },
    },
    ...(context && { context }),
  };
}

type CourseAct = Extract<Act, { type: 'course-scored' | 'course-answer' }>;

function courseStatement(act: CourseAct, names: Names) {
  if (act.type === 'course-scored') {
    return {
      verb: verb(verbOf(act)),
      object: courseActivity(act.course, names),
      result: scoreResult(act),
    };
  }
  const { response, correct, latencyMs } = act.interaction;
  return {
    verb: verb('answered'),
    object: courseQuestionActivity(act, names),
    result: {
      ...(response !== null && { response }),
      ...(correct !== null && { success: correct }),
      ...(latencyMs !== null && { duration: durationOf(latencyMs) }),
    },
  };
}

function courseContext(act: CourseAct, names: Names): NonNullable<Statement['context']> {
  return {
    registration: act.attemptId,
    ...(act.type === 'course-answer' && {
      contextActivities: { parent: [courseActivity(act.course, names)] },
    }),
  };
}

type Scored = Extract<Act, { type: 'attempt-finished' | 'course-scored' }>;

function scoreResult({ completion, success, scoreScaled }: Scored) {
  return {
    completion: completion === 'completed',
    ...(success !== 'unknown' && { success: success === 'passed' }),
    ...(scoreScaled !== null && { score: { scaled: scoreScaled } }),
  };
}

function verbOf({ success, completion }: Scored) {
  if (success !== 'unknown') return success;
  return completion === 'completed' ? 'completed' : 'experienced';
}
