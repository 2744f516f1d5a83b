import type { Statement } from '@crosswalk/xapi-lrs';
import type { Act } from '../../core/study/act.ts';
import type { PromptSubject } from './prompt-subject.store.ts';
import {
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
      result: {
        completion: act.completion === 'completed',
        ...(act.success !== 'unknown' && { success: act.success === 'passed' }),
        ...(act.scoreScaled !== null && { score: { scaled: act.scoreScaled } }),
      },
      context: { registration: act.id },
    };
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

function verbOf({ success, completion }: Extract<Act, { type: 'attempt-finished' }>) {
  if (success !== 'unknown') return success;
  return completion === 'completed' ? 'completed' : 'experienced';
}
