import { type Agent, ifiOf, type Statement, voidedVerb } from '@crosswalk/xapi-lrs';
import type { Session } from '../sessions/session.ts';
import { verbs } from '../statements/vocabulary.ts';
import { type Accepted, refusal, scaledOf } from './judge-statements.ts';
import { activityIdOf } from './rule.ts';

/**
 * What content of a tincan.xml tells: whatever it likes, as long as it is about its own learner.
 * @returns what it says of the activity that was launched
 * @throws XapiError 403
 */
export function judgeTincan(
  sent: readonly { statement: Statement; place: number }[],
  { session, actor }: { session: Session; actor: Agent },
): Accepted[] {
  return sent.flatMap(({ statement, place }) => {
    const registration = statement.context?.registration?.toLowerCase();
    if (statement.verb.id === voidedVerb) {
      throw refusal({ requirement: '6.3.0.0-1', message: 'Content may not void.' }, place);
    }
    if (ifiOf(statement.actor) !== ifiOf(actor)) {
      throw refusal(
        { requirement: '8.1.3.0-3', message: 'The actor is not the one of the launch.' },
        place,
      );
    }
    if (registration !== undefined && registration !== session.registration) {
      throw refusal(
        { requirement: '8.1.4.0-3', message: 'The registration is not the one of the launch.' },
        place,
      );
    }
    return activityIdOf(statement) === session.activityId ? outcomesOf(statement) : [];
  });
}

/** By its verb or by its result: there is no rule which of them says so. */
function outcomesOf({ verb, result = {} }: Statement): Accepted[] {
  const score = scaledOf(result.score);
  const scoreScaled = score === null ? null : Math.min(1, Math.max(0, score));
  const isPassed = verb.id === verbs.passed || result.success === true;
  const isFailed = verb.id === verbs.failed || result.success === false;
  const isCompleted = verb.id === verbs.completed || result.completion === true;
  return [
    ...(isCompleted ? [{ verb: 'completed' as const, scoreScaled }] : []),
    ...(isPassed ? [{ verb: 'passed' as const, scoreScaled }] : []),
    ...(isFailed && !isPassed ? [{ verb: 'failed' as const, scoreScaled }] : []),
  ];
}
