import type { Activity, Statement, Verb } from '@crosswalk/xapi-lrs';
import type { Act } from '../core/study/act.ts';

const ADL = 'http://adlnet.gov/expapi/verbs';
const activityTypes = 'http://adlnet.gov/expapi/activities';

export interface Names {
  /** Origin of the hub: home page of people's accounts, base of activity ids. */
  hub: string;
}

/** The xAPI statement of an act (xAPI 2.0 4.2); people only ever as account of the hub. */
export function statementOf(act: Act, { hub }: Names): Statement {
  const actor = { objectType: 'Agent' as const, account: { homePage: hub, name: act.personId } };
  const shared = { id: act.id, actor, timestamp: act.at.toISOString() };
  if (act.type === 'attempt-finished') {
    return {
      ...shared,
      verb: verb(act.success === 'unknown' ? 'completed' : act.success),
      object: activity(`${hub}/xapi/activities/decks/${act.deckId}`, 'assessment'),
      result: {
        completion: true,
        ...(act.success !== 'unknown' && { success: act.success === 'passed' }),
        ...(act.scoreScaled !== null && { score: { scaled: act.scoreScaled } }),
      },
    };
  }
  const question = activity(`${hub}/xapi/activities/prompts/${act.promptId}`, 'question');
  const duration = `PT${(act.latencyMs / 1000).toFixed(2)}S`;
  if (act.type === 'answer') {
    return {
      ...shared,
      verb: verb('answered'),
      object: question,
      result: {
        response: act.response,
        duration,
        ...(act.correct !== null && { success: act.correct }),
      },
      context: { registration: act.attemptId },
    };
  }
  return {
    ...shared,
    verb: verb('answered'),
    object: question,
    result: { success: act.rating !== 'again', response: act.rating, duration },
  };
}

function verb(name: string): Verb {
  return { id: `${ADL}/${name}`, display: { en: name } };
}

function activity(id: string, type: string): Activity {
  return { objectType: 'Activity', id, definition: { type: `${activityTypes}/${type}` } };
}
